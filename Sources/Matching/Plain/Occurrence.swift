/// A place in a text where a query is found; positions count words.
struct Occurrence: Hashable {
    var start: Int
    var end: Int
    /// The sentence it begins in.
    var sentence: Int
    /// The phrases it is made of, where there is more than one.
    private var pieces: [Range<Int>] = []

    /// A run of words.
    init(start: Int, end: Int, sentence: Int) {
        self.start = start
        self.end = end
        self.sentence = sentence
    }

    /// Two occurrences as one.
    init(_ left: Occurrence, _ right: Occurrence) {
        start = min(left.start, right.start)
        end = max(left.end, right.end)
        sentence = left.start <= right.start ? left.sentence : right.sentence
        pieces = left.phrases + right.phrases
    }

    /// The phrases it is made of.
    var phrases: [Range<Int>] {
        pieces.isEmpty ? [start..<end] : pieces
    }

    /// Whether a word would have to play two parts.
    func sharesWord(with other: Occurrence) -> Bool {
        guard start < other.end, other.start < end else { return false }
        if pieces.isEmpty, other.pieces.isEmpty { return true }
        return phrases.contains { mine in other.phrases.contains { mine.overlaps($0) } }
    }

    /// The words between two occurrences; 0 or less where they touch or overlap.
    func gap(to other: Occurrence) -> Int {
        max(start, other.start) - min(end, other.end)
    }
}
