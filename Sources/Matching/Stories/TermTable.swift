/// The words of the window: how far each is spread over the stories, and which stories have it.
///
/// Words are known by their hashes alone. A word that nobody used for a whole window is forgotten.
struct TermTable: Sendable {
    /// What is known of a word.
    struct Term: Sendable {
        /// Its hash; 0 for a free place.
        var key: UInt64
        /// How many stories it came into, fading; and when it was last seen.
        var stories = FadingCount()
        /// Where its postings are.
        fileprivate(set) var block: UInt32 = 0
        fileprivate(set) var postings: UInt8 = 0
        /// The block holds two to the power of this.
        fileprivate(set) var size: UInt8 = 0
        /// How often it was seen with a capital within a sentence, and how often without.
        var capitals: UInt8 = 0
        var smalls: UInt8 = 0
    }

    private(set) var terms: [Term] = []
    private(set) var pool = PostingPool()
    private var free: [Int32] = []
    /// By hash, the number of a term and one, or 0, under the upper half of its key, which tells most others from it
    /// without a look at them; two thirds are full at most.
    private var slots = [UInt64](repeating: 0, count: 1_024)
    private var used = 0
    private var hand = 0
    /// How many terms came since the hand last moved.
    private var added = 0

    subscript(number: Int) -> Term {
        _read { yield terms[number] }
        _modify { yield &terms[number] }
    }

    /// The number of a term that was seen within the window.
    func number(of key: UInt64, in window: StoryWindow) -> Int? {
        guard let number = find(key), terms[number].stories.minute >= window.start else { return nil }
        return number
    }

    /// The number of a term, which is seen now.
    mutating func insert(_ key: UInt64, in window: StoryWindow) -> Int {
        if let number = number(of: key, in: window) { return number }
        let number = add(key)
        terms[number].stories.add(0, in: window)
        return number
    }

    /// The postings of a term.
    func postings(of number: Int) -> ArraySlice<Posting> {
        pool.postings(from: Int(terms[number].block), count: Int(terms[number].postings))
    }

    /// Counts a term in one more item of a story.
    ///
    /// - Parameters:
    ///   - posting: A first sighting in the story.
    ///   - number: The term.
    ///   - window: Lately.
    ///   - stories: All stories.
    /// - Returns: How many items of the story have it now, as far as that is kept.
    mutating func count(
        _ posting: Posting,
        under number: Int,
        in window: StoryWindow,
        _ stories: StoryTable
    ) -> UInt16 {
        let first = Int(terms[number].block)
        for cell in first..<(first + Int(terms[number].postings)) where pool[cell].isSameStory(as: posting) {
            if pool[cell].count < .max { pool[cell].count += 1 }
            return pool[cell].count
        }
        append(posting, to: number, in: window, stories)
        return 1
    }

    /// Goes on through the terms, twice as fast as they come, and forgets those that have left the window.
    mutating func sweep(in window: StoryWindow) {
        defer { added = 0 }
        for _ in 0..<min(2 * added + 2, terms.count) {
            hand = hand + 1 < terms.count ? hand + 1 : 0
            if terms[hand].key != 0, terms[hand].stories.minute < window.start { remove(hand) }
        }
    }

    /// The terms that were seen within the window, in the order of their keys.
    func liveNumbers(in window: StoryWindow) -> [Int] {
        terms.indices.filter { terms[$0].key != 0 && terms[$0].stories.minute >= window.start }
            .sorted { terms[$0].key < terms[$1].key }
    }

    /// Takes up a term as it was kept.
    mutating func restore(
        _ key: UInt64,
        _ stories: FadingCount,
        capitals: UInt8,
        smalls: UInt8,
        _ postings: [Posting]
    ) {
        let number = add(key)
        added = 0
        terms[number].stories = stories
        terms[number].capitals = capitals
        terms[number].smalls = smalls
        guard !postings.isEmpty else { return }
        while 1 << terms[number].size < postings.count { terms[number].size += 1 }
        terms[number].block = pool.take(size: terms[number].size)
        terms[number].postings = UInt8(postings.count)
        for (offset, posting) in postings.enumerated() { pool[Int(terms[number].block) + offset] = posting }
    }

    /// How many bytes it holds.
    var footprint: Int {
        terms.capacity * MemoryLayout<Term>.stride + slots.capacity * 8 + free.capacity * 4 + pool.footprint
    }

    // MARK: - Postings

    private mutating func append(
        _ posting: Posting,
        to number: Int,
        in window: StoryWindow,
        _ stories: StoryTable
    ) {
        if terms[number].postings == 0 {
            terms[number].size = 0
            terms[number].block = pool.take(size: 0)
        } else if Int(terms[number].postings) == 1 << terms[number].size {
            compact(number, in: window, stories)
            makeRoom(number)
        }
        pool[Int(terms[number].block) + Int(terms[number].postings)] = posting
        terms[number].postings += 1
    }

    /// Drops the postings of stories that have left the window, and keeps the order of the others.
    private mutating func compact(_ number: Int, in window: StoryWindow, _ stories: StoryTable) {
        guard terms[number].postings > 0 else { return }
        let first = Int(terms[number].block)
        var kept = first
        for cell in first..<(first + Int(terms[number].postings)) where stories.isLive(pool[cell], in: window)
        {
            pool[kept] = pool[cell]
            kept += 1
        }
        terms[number].postings = UInt8(kept - first)
        if kept == first { pool.give(UInt32(first), size: terms[number].size) }
    }

    /// Takes a larger block; of a word that has as many as are kept, the story that has it least often goes.
    private mutating func makeRoom(_ number: Int) {
        let count = Int(terms[number].postings)
        guard count == 1 << terms[number].size else {
            if count == 0 {
                terms[number].size = 0
                terms[number].block = pool.take(size: 0)
            }
            return
        }
        let old = Int(terms[number].block)
        guard count == StoryModel.storiesOfWord else {
            let block = pool.take(size: terms[number].size + 1)
            for cell in 0..<count { pool[Int(block) + cell] = pool[old + cell] }
            pool.give(UInt32(old), size: terms[number].size)
            terms[number].block = block
            terms[number].size += 1
            return
        }
        var least = old
        for cell in old..<(old + count) where pool[cell].count < pool[least].count { least = cell }
        for cell in least..<(old + count - 1) { pool[cell] = pool[cell + 1] }
        terms[number].postings -= 1
    }

    // MARK: - Hashing

    private func home(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 32) & (slots.count - 1)
    }

    private static func number(in slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) - 1 }

    private func find(_ key: UInt64) -> Int? {
        var slot = home(key)
        while slots[slot] != 0 {
            if slots[slot] >> 32 == key >> 32 {
                let number = Self.number(in: slots[slot])
                if terms[number].key == key { return number }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func add(_ key: UInt64) -> Int {
        if let stale = find(key) { remove(stale) }
        if (used + 1) * 3 > slots.count * 2 { grow() }
        let number = free.popLast().map(Int.init) ?? terms.count
        if number == terms.count { terms.append(Term(key: key)) } else { terms[number] = Term(key: key) }
        file(number)
        used += 1
        added += 1
        return number
    }

    private mutating func file(_ number: Int) {
        var slot = home(terms[number].key)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = terms[number].key & ~0xFFFF_FFFF | UInt64(number + 1)
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        for number in terms.indices where terms[number].key != 0 { file(number) }
    }

    private mutating func remove(_ number: Int) {
        if terms[number].postings > 0 { pool.give(terms[number].block, size: terms[number].size) }
        unfile(number)
        terms[number] = Term(key: 0)
        free.append(Int32(number))
        used -= 1
    }

    /// Empties a slot, and moves those behind it that had to give way to it.
    private mutating func unfile(_ number: Int) {
        let mask = slots.count - 1
        var hole = home(terms[number].key)
        while Self.number(in: slots[hole]) != number { hole = (hole + 1) & mask }
        var slot = hole
        while true {
            slot = (slot + 1) & mask
            guard slots[slot] != 0 else { break }
            let wanted = home(terms[Self.number(in: slots[slot])].key)
            if (slot - wanted) & mask >= (slot - hole) & mask {
                slots[hole] = slots[slot]
                hole = slot
            }
        }
        slots[hole] = 0
    }
}

extension TermTable.Term {
    /// More than one for names, less for words that are written small.
    var weight: Float {
        let share = (Float(capitals) + 1) / (Float(capitals) + Float(smalls) + 2)
        return 1 + StoryModel.names * (2 * share - 1)
    }

    /// Learns from one sighting within a sentence.
    mutating func learn(isCapital: Bool) {
        if max(capitals, smalls) == .max {
            capitals /= 2
            smalls /= 2
        }
        if isCapital { capitals += 1 } else { smalls += 1 }
    }
}
