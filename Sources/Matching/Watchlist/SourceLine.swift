/// One line of a watch file or names file.
struct SourceLine: Hashable, Sendable {
    let file: String
    let number: Int
    let characters: [Character]
    /// The line without outer white space and without its comment.
    let content: Range<Int>

    init(file: String, number: Int, text: String) {
        self.file = file
        self.number = number
        characters = Array(text)
        content = Self.content(of: characters)
    }

    /// The line as written.
    var text: String { String(characters) }

    /// Whether the line begins with white space.
    var isIndented: Bool { characters.first?.isWhitespace ?? false }

    /// A mistake in this line, at a character counted from 0.
    func mistake(_ kind: WatchlistError.Kind, at place: Int) -> WatchlistError {
        WatchlistError(kind: kind, file: file, line: number, column: place + 1, text: text)
    }

    /// Straight and typographic double quotes.
    static func isQuote(_ character: Character) -> Bool {
        switch character.onlyScalar {
        case "\"", "“", "”", "„", "‟": true
        default: false
        }
    }

    private static func content(of characters: [Character]) -> Range<Int> {
        var isQuoted = false
        var end = characters.count
        for (place, character) in characters.enumerated() {
            if isQuote(character) { isQuoted.toggle() }
            if character.onlyScalar == "#", !isQuoted, place == 0 || characters[place - 1].isBlank {
                end = place
                break
            }
        }
        return trimmed(0..<end, of: characters)
    }

    /// The whole line without outer white space; empty where it is a comment.
    var example: Range<Int> {
        let range = Self.trimmed(0..<characters.count, of: characters)
        return !range.isEmpty && characters[range.lowerBound] == "#" ? 0..<0 : range
    }

    /// The parts of a range between commas that stand outside quotes, parentheses and numbers.
    func parts(of range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var isQuoted = false
        var depth = 0
        for place in range {
            let character = characters[place]
            switch character.onlyScalar {
            case _ where Self.isQuote(character): isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted: depth -= 1
            case "," where !isQuoted && depth <= 0 && !isInNumber(place):
                parts.append(Self.trimmed(start..<place, of: characters))
                start = place + 1
            default: break
            }
        }
        parts.append(Self.trimmed(start..<range.upperBound, of: characters))
        return parts.filter { !$0.isEmpty }
    }

    /// The text of a range.
    subscript(_ range: Range<Int>) -> String { String(characters[range]) }

    private func isInNumber(_ place: Int) -> Bool {
        guard place > 0, place + 1 < characters.count else { return false }
        return characters[place - 1].isNumber && characters[place + 1].isNumber
    }

    private static func trimmed(_ range: Range<Int>, of characters: [Character]) -> Range<Int> {
        var range = range
        while let first = range.first, characters[first].isBlank { range.removeFirst() }
        while let last = range.last, characters[last].isBlank { range.removeLast() }
        return range
    }
}

extension Character {
    /// The scalar that the character consists of; nil where it is several.
    ///
    /// To compare that is much cheaper than to compare characters.
    var onlyScalar: Unicode.Scalar? {
        var scalars = unicodeScalars.makeIterator()
        guard let first = scalars.next(), scalars.next() == nil else { return nil }
        return first
    }

    /// What `isWhitespace` says, sooner for the letters that most words consist of.
    var isBlank: Bool {
        guard let scalar = onlyScalar else { return isWhitespace }
        return scalar.isASCII
            ? scalar == " " || ("\t"..."\r").contains(scalar) : scalar.properties.isWhitespace
    }
}

extension StringProtocol {
    /// The text without outer white space.
    var trimmed: SubSequence {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}

extension Range<Int> {
    fileprivate mutating func removeFirst() { self = (lowerBound + 1)..<upperBound }
    fileprivate mutating func removeLast() { self = lowerBound..<(upperBound - 1) }
}
