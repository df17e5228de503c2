/// All words that any list asks for, each under a number, found in a text word by word.
///
/// A word of a text costs one hash and one bit, unless some list may know it. Folded words are looked up whole, by
/// their first characters where a list has a wildcard, and against patterns where one holds a `?`.
final class Vocabulary: Sendable {
    /// What a folded word stands for: a term, or a term only where the word is written exactly so.
    private struct Meaning {
        var term: Int32
        var exact: [UInt8]?
    }

    /// How many terms there are; they are numbered from 0.
    let count: Int
    /// Whether any term asks for the exact case.
    let hasExact: Bool

    private let words: WordTable
    /// For each word in `words` where its meanings begin in the list of all.
    private let meaningStarts: [Int32]
    private let terms: [Int32]
    /// Beside each meaning the number of the spelling that it asks for; -1 where any will do.
    private let spellings: [Int32]
    private let exactSpellings: [[UInt8]]
    private let prefixes: WordTable
    /// For each beginning in `prefixes`, the prefixes that begin so.
    private let stems: [[(bytes: [UInt8], term: Int32)]]
    /// How many characters of a word may be a beginning in `prefixes`.
    private let beginnings: [Int]
    private let patterns: [(pattern: WordPattern, term: Int32)]

    /// Characters of a prefix that are looked up; the rest is compared.
    private static let beginning = 3

    /// Numbers the tests in their order.
    init(_ tests: [WordTest]) {
        var meanings: [[UInt8]: [Meaning]] = [:]
        var stems: [[UInt8]: [(bytes: [UInt8], term: Int32)]] = [:]
        var patterns: [(pattern: WordPattern, term: Int32)] = []
        var beginnings: Set<Int> = []
        var hasExact = false
        for (number, test) in tests.enumerated() {
            let term = Int32(number)
            switch test {
            case .form(let form):
                meanings[Array(form.utf8), default: []].append(Meaning(term: term))
            case .exact(let form):
                hasExact = true
                meanings[Array(form.folded.utf8), default: []]
                    .append(Meaning(term: term, exact: Array(form.exact.utf8)))
            case .prefix(let prefix):
                let beginning = prefix.unicodeScalars.prefix(Self.beginning)
                beginnings.insert(beginning.count)
                stems[Array(String(beginning).utf8), default: []].append((Array(prefix.utf8), term))
            case .pattern(let pattern):
                patterns.append((pattern, term))
            }
        }
        count = tests.count
        self.hasExact = hasExact
        self.patterns = patterns
        self.beginnings = beginnings.sorted()
        let grouped: [[Meaning]]
        (words, grouped) = WordTable.build(meanings)
        let all = Array(grouped.joined())
        var starts: [Int32] = [0]
        for group in grouped { starts.append(starts[starts.count - 1] + Int32(group.count)) }
        meaningStarts = starts
        terms = all.map(\.term)
        exactSpellings = all.compactMap(\.exact)
        var spelling: Int32 = -1
        spellings = all.map { meaning in
            guard meaning.exact != nil else { return -1 }
            spelling += 1
            return spelling
        }
        (prefixes, self.stems) = WordTable.build(stems)
    }

    /// Whether looking a word up whole is not enough: some list has a wildcard.
    var hasWildcards: Bool { !beginnings.isEmpty || !patterns.isEmpty }

    /// The number of a word that some list names whole; see `terms(ofWord:writtenAs:_:)`.
    ///
    /// - Parameters:
    ///   - word: The folded word, in UTF-8, with eight readable bytes behind it.
    ///   - hash: Its hash, whose bit is set in the filter.
    /// - Returns: Its number, or nil where another word has that bit.
    func number(of word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
        words.slot(of: word, hash)
    }

    /// Lends the bits of the hashes of all words, as many as a mask can name.
    func filter<Result>(_ body: (UnsafeBufferPointer<UInt64>, UInt64) -> Result) -> Result {
        words.filter(body)
    }

    /// Tells the terms of a numbered word.
    ///
    /// - Parameters:
    ///   - number: The word's number.
    ///   - written: The word as it is written; it matters only where `hasExact`.
    ///   - found: Told each term.
    func terms(ofWord number: Int, writtenAs written: UnsafeBufferPointer<UInt8>, _ found: (Int32) -> Void) {
        for index in Int(meaningStarts[number])..<Int(meaningStarts[number + 1]) {
            let spelling = Int(spellings[index])
            if spelling >= 0, !written.elementsEqual(exactSpellings[spelling]) { continue }
            found(terms[index])
        }
    }

    /// Tells the wildcards that a folded word fits.
    func wildcards(for word: UnsafeBufferPointer<UInt8>, _ found: (Int32) -> Void) {
        lookUpPrefixes(of: word, found)
        for (pattern, term) in patterns where pattern.matches(word) { found(term) }
    }

    private func lookUpPrefixes(of word: UnsafeBufferPointer<UInt8>, _ found: (Int32) -> Void) {
        var characters = 0
        var length = 0
        for wanted in beginnings {
            while characters < wanted {
                guard length < word.count else { return }
                length += scalarLength(word[length])
                characters += 1
            }
            guard let index = prefixes.index(of: UnsafeBufferPointer(rebasing: word[..<length])) else {
                continue
            }
            for stem in stems[index] where word.starts(with: stem.bytes, from: length) { found(stem.term) }
        }
    }
}

/// A set of byte strings, numbered: a bit table in front of a hash table.
struct WordTable: Sendable {
    private var bits: [UInt64]
    private var bitMask: UInt64
    private var slots: [Int32]
    private var hashes: [UInt32]
    private var bytes: [UInt8] = []
    private var ends: [Int32] = [0]

    /// Numbers the keys, and gives their values in that order.
    static func build<Value>(_ entries: [[UInt8]: Value]) -> (WordTable, [Value]) {
        let ordered = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return (WordTable(ordered.map(\.key)), ordered.map(\.value))
    }

    private init(_ words: [[UInt8]]) {
        var size = 64
        while size < words.count * 2 { size *= 2 }
        bits = [UInt64](repeating: 0, count: size / 4)
        bitMask = UInt64(size * 16 - 1)
        slots = [Int32](repeating: -1, count: size)
        hashes = [UInt32](repeating: 0, count: size)
        for (number, word) in words.enumerated() {
            let hash = (word + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer {
                Self.hash(UnsafeBufferPointer(rebasing: $0[..<word.count]))
            }
            let bit = hash & bitMask
            bits[Int(bit >> 6)] |= 1 << (bit & 63)
            var slot = Int(hash >> 32) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(number)
            hashes[slot] = UInt32(truncatingIfNeeded: hash)
            bytes += word
            ends.append(Int32(bytes.count))
        }
    }

    /// Lends the bits in front of the table.
    func filter<Result>(_ body: (UnsafeBufferPointer<UInt64>, UInt64) -> Result) -> Result {
        bits.withUnsafeBufferPointer { body($0, bitMask) }
    }

    /// The number of a word, which must have eight readable bytes behind it.
    @inline(__always)
    func index(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = Self.hash(word)
        let bit = hash & bitMask
        guard bits[Int(truncatingIfNeeded: bit >> 6)] >> (bit & 63) & 1 == 1 else { return nil }
        return slot(of: word, hash)
    }

    /// The number of a word of this hash.
    func slot(of word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
        var slot = Int(hash >> 32) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[slot] == UInt32(truncatingIfNeeded: hash), isWord(number, word) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isWord(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(ends[number])
        guard Int(ends[number + 1]) - start == word.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            while place < word.count {
                if bytes[start &+ place] != word[place] { return false }
                place &+= 1
            }
            return true
        }
    }

    /// Eight bytes at a time; the last ones are cut off by a mask.
    @inline(__always)
    static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let start = UnsafeRawPointer(word.baseAddress.unsafelyUnwrapped)
        let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
        var hash = UInt64(truncatingIfNeeded: word.count)
        var place = 0
        while place &+ 8 <= word.count {
            hash = (hash ^ start.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* prime
            hash ^= hash >> 29
            place &+= 8
        }
        if place < word.count {
            let rest = UInt64(truncatingIfNeeded: word.count &- place)
            let last = start.loadUnaligned(fromByteOffset: place, as: UInt64.self) & (1 << (rest &* 8) &- 1)
            hash = (hash ^ last) &* prime
            hash ^= hash >> 29
        }
        return hash &* prime ^ hash >> 32
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether these bytes begin like others, of which so many are known to be the same.
    fileprivate func starts(with other: [UInt8], from known: Int) -> Bool {
        guard other.count <= count else { return false }
        var place = known
        while place < other.count {
            if self[place] != other[place] { return false }
            place += 1
        }
        return true
    }
}

extension WordPattern {
    /// Whether a folded word fits, in UTF-8.
    fileprivate func matches(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        for wanted in scalars {
            guard place < word.count else { return false }
            let length = scalarLength(word[place])
            if let wanted, wanted.value != decodedScalar(word, place) { return false }
            place += length
        }
        return isOpen || place == word.count
    }
}

/// How many bytes a character takes in valid UTF-8, by its first.
@inline(__always)
func scalarLength(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
}

/// The character that begins at a place in valid UTF-8.
@inline(__always)
func decodedScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt32 {
    let first = UInt32(bytes[place])
    if first < 0x80 { return first }
    let second = UInt32(bytes[place &+ 1]) & 0x3F
    if first < 0xE0 { return (first & 0x1F) << 6 | second }
    let third = UInt32(bytes[place &+ 2]) & 0x3F
    if first < 0xF0 { return (first & 0x0F) << 12 | second << 6 | third }
    return (first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[place &+ 3]) & 0x3F
}
