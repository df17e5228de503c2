/// A stretch of a text that something was found at.
struct Place: Hashable, Sendable {
    /// The positions it covers; see `Words`.
    var start: Int32
    var end: Int32
    /// The sentence it begins in.
    var sentence: Int32
    /// The bytes it covers in the text as scanned.
    var low: Int32
    var high: Int32
    /// Where it is a pair, the number of that pair in a list beside; -1 where it is one phrase.
    var joint: Int32 = -1
    /// The positions that its phrases take, from `start` on, one bit each; 0 where it covers more than 64.
    var taken: UInt64

    /// A phrase.
    init(start: Int32, end: Int32, sentence: Int32, low: Int32, high: Int32) {
        self.start = start
        self.end = end
        self.sentence = sentence
        self.low = low
        self.high = high
        taken = Self.bits(end - start)
    }

    /// Makes a phrase longer.
    mutating func extend(to next: Place) {
        end = next.end
        high = next.high
        taken = Self.bits(end - start)
    }

    private static func bits(_ count: Int32) -> UInt64 {
        count > 64 ? 0 : count == 64 ? .max : 1 << UInt64(count) - 1
    }

    /// Whether two stretches share a position.
    func overlaps(_ other: Place) -> Bool {
        start < other.end && other.start < end
    }

    /// By their beginnings, then by their ends.
    static func isBefore(_ left: Place, _ right: Place) -> Bool {
        left.start != right.start ? left.start < right.start : left.end < right.end
    }
}

/// The words of one text that a vocabulary knows, by their terms.
///
/// Used again for text after text.
struct FoundWords {
    /// The places of all terms, those of one term side by side and in order.
    private(set) var places: [Place] = []
    /// The terms that were found, each once.
    private(set) var terms: [Int32] = []
    /// The position behind the words of the lead.
    private(set) var leadEnd = Int32.max
    /// How many words the longest sentence has.
    private(set) var longestSentence: Int32 = 0

    /// A term and where it was found, in as few bytes as that takes: a long text has millions.
    private struct Note {
        var term: Int32
        var start: Int32
        var end: Int32
        var sentence: Int32
        var low: Int32
        var high: Int32

        var place: Place { Place(start: start, end: end, sentence: sentence, low: low, high: high) }
    }

    private var notes: [Note] = []
    /// For each term the text in which it was last found, and its place in `terms` there.
    private var stamps: [Int32]
    private var slots: [Int32]
    private var text: Int32 = 0
    private var starts: [Int32] = []
    private var counts: [Int32] = []
    private var next: [Int32] = []

    /// Places beyond which the room for them is not kept.
    private static let large = 1 << 14

    /// Room for the terms of a vocabulary.
    init(terms count: Int) {
        stamps = [Int32](repeating: 0, count: count)
        slots = [Int32](repeating: 0, count: count)
    }

    /// Forgets everything.
    mutating func clear() {
        if text == .max {
            // The stamps of two billion texts ago would come to life again.
            stamps = [Int32](repeating: 0, count: stamps.count)
            text = 0
        }
        text += 1
        // What one very long text took is given back.
        let isLarge = notes.count > Self.large
        notes.removeAll(keepingCapacity: !isLarge)
        places.removeAll(keepingCapacity: !isLarge)
        terms.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        leadEnd = .max
        longestSentence = 0
    }

    /// Notes a term.
    mutating func note(_ term: Int32, _ place: Place) {
        notes.append(
            Note(
                term: term,
                start: place.start,
                end: place.end,
                sentence: place.sentence,
                low: place.low,
                high: place.high
            )
        )
    }

    /// Notes where the lead ends.
    mutating func endLead(at position: Int32) {
        leadEnd = position
    }

    /// Notes how many words a sentence had.
    mutating func endSentence(of count: Int32) {
        longestSentence = max(longestSentence, count)
    }

    /// The places of a term, in order.
    func range(of term: Int32) -> Range<Int> {
        guard stamps[Int(term)] == text else { return 0..<0 }
        let slot = Int(slots[Int(term)])
        return Int(starts[slot])..<Int(starts[slot + 1])
    }

    /// Sorts the notes by their terms.
    mutating func settle() {
        guard !notes.isEmpty else { return }
        counts.removeAll(keepingCapacity: true)
        for note in notes {
            let term = Int(note.term)
            if stamps[term] != text {
                stamps[term] = text
                slots[term] = Int32(terms.count)
                terms.append(note.term)
                counts.append(0)
            }
            counts[Int(slots[term])] += 1
        }
        var sum: Int32 = 0
        for count in counts {
            starts.append(sum)
            sum += count
        }
        starts.append(sum)
        next.removeAll(keepingCapacity: true)
        next += starts
        places.append(contentsOf: repeatElement(notes[0].place, count: notes.count))
        for note in notes {
            let slot = Int(slots[Int(note.term)])
            places[Int(next[slot])] = note.place
            next[slot] += 1
        }
        for slot in terms.indices { order(slot) }
    }

    /// A compound is noted after its last part, and two forms of one word may be the same term.
    private mutating func order(_ slot: Int) {
        let range = Int(starts[slot])..<Int(starts[slot + 1])
        guard range.count > 1 else { return }
        var isOrdered = true
        for index in range.dropFirst() where !Place.isBefore(places[index - 1], places[index]) {
            isOrdered = false
            break
        }
        if !isOrdered { places[range].sort(by: Place.isBefore) }
    }
}
