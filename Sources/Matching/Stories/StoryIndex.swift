public import FoundationEssentials

/// Puts items that tell the same story together, one by one as they come in: pure, and the same in every run.
///
/// An item joins the story of the last hours whose words explain it best, or opens one. What a word says is learnt
/// from the stream: much where few stories have it and this one has it in most of its items, little where it stands
/// everywhere. Where an item was put is never changed. Time and memory for an item do not grow with the window.
public struct StoryIndex: Sendable {
    /// Where an item was put.
    public struct Placement: Hashable, Sendable {
        /// The story's number; stories are numbered from 1 in the order in which they are opened.
        public let story: Int
        /// What the story is known by to whoever keeps the items.
        public let key: Int64
        /// Whether the item opened it.
        public let isNew: Bool
    }

    /// A story's place, by which further items are put into it without a look at their words.
    public struct Place: Hashable, Sendable {
        fileprivate let number: Int
        fileprivate let key: Int64
    }

    private(set) var window: StoryWindow
    private(set) var stories: StoryTable
    private(set) var terms: TermTable
    /// How many stories are told at a time: those that were opened, fading as words do.
    private(set) var told: FadingCount
    private var tally = StoryTally()

    /// An index without stories.
    ///
    /// - Parameter window: For how long after its last item a story takes further ones, in seconds.
    public init(window: TimeInterval = 72 * 3_600) {
        let length = minutes(window, in: StoryWindow.lengths)
        self.init(
            StoryWindow(length: length),
            told: FadingCount(),
            stories: StoryTable(),
            terms: TermTable()
        )
    }

    /// An index in the state that it had.
    init(_ window: StoryWindow, told: FadingCount, stories: StoryTable, terms: TermTable) {
        self.window = window
        self.told = told
        self.stories = stories
        self.terms = terms
    }

    /// Puts an item into its story.
    ///
    /// - Parameters:
    ///   - title: The headline, as plain text.
    ///   - summary: What stands below it, as plain text.
    ///   - publisher: The outlet's name; where a headline ends with it, it does not count.
    ///   - time: When the item was first seen; one from before the latest item counts as seen with that.
    ///   - key: What the story is to be known by, if the item opens one.
    /// - Returns: The story it joined or opened.
    public mutating func place(
        title: String,
        summary: String = "",
        publisher: String = "",
        at time: Date,
        key: Int64 = 0
    ) -> Placement {
        window.advance(to: minutes(time.timeIntervalSince1970, in: StoryWindow.moments))
        let words = StoryWords(title: title, summary: summary, publisher: publisher)
        let evidence = evidence(of: words)
        let best = weigh(evidence, headlineCount: words.headlineCount)
        let story = best ?? open(key: key)
        note(evidence, words.sentences, in: story)
        sweep()
        return Placement(story: Int(stories[story].id), key: stories[story].key, isNew: best == nil)
    }

    /// Learns an item whose story is known.
    ///
    /// - Parameters:
    ///   - title: The headline, as plain text.
    ///   - summary: What stands below it, as plain text.
    ///   - publisher: The outlet's name.
    ///   - time: When the item was first seen.
    ///   - key: What its story is known by.
    ///   - place: Where an earlier item of the story was put; nil, or a story that has left the window, opens it anew.
    /// - Returns: Where it was put.
    public mutating func learn(
        title: String,
        summary: String,
        publisher: String,
        at time: Date,
        key: Int64,
        place: Place?
    ) -> Place {
        window.advance(to: minutes(time.timeIntervalSince1970, in: StoryWindow.moments))
        let words = StoryWords(title: title, summary: summary, publisher: publisher)
        let evidence = evidence(of: words)
        let known = place.flatMap { stories.isLive($0.number, key: key, in: window) ? $0.number : nil }
        let story = known ?? open(key: key)
        note(evidence, words.sentences, in: story)
        sweep()
        return Place(number: story, key: key)
    }

    /// Goes on to a time without an item, and a little further in forgetting what has left the window.
    public mutating func pass(to time: Date) {
        window.advance(to: minutes(time.timeIntervalSince1970, in: StoryWindow.moments))
        sweep()
    }

    /// How many stories it keeps, those among them that have left the window and are still to be forgotten.
    public var storyCount: Int { stories.kept }

    /// How many bytes the index holds, without what is spent on a single item.
    public var footprint: Int { terms.footprint + stories.footprint + tally.footprint }
}

extension StoryIndex {
    /// The words that count, each once, and what they would say of a story that has them in all of its items.
    private mutating func evidence(of words: StoryWords) -> [Evidence] {
        let count = told.value(in: window) + StoryModel.assumedStories
        var found: [Evidence] = []
        found.reserveCapacity(StoryModel.wordLimit)
        let repeated = words.sentences.map(isRepeated)
        func counts(_ word: StoryWords.Word) -> Bool { word.sentence == 0 || !repeated[word.sentence - 1] }
        for word in words.all where word.term != 0 && found.count < StoryModel.wordLimit && counts(word) {
            let number = terms.insert(word.term, in: window)
            // A capital within a sentence is a name's.
            if word.hasOwnCase { terms[number].learn(isCapital: word.isCapital) }
            add(number, in: word.sentence, to: &found, among: count)
        }
        // One outlet writes MtGox and the other Mt. Gox: two words count as one where the one is known.
        for word in words.all
        where word.joined != 0 && found.count < StoryModel.wordLimit + 8 && counts(word) {
            guard let number = terms.number(of: word.joined, in: window) else { continue }
            add(number, in: word.sentence, to: &found, among: count)
        }
        return found
    }

    /// Whether a sentence stands below items of two stories or more: such a one tells nothing.
    private func isRepeated(_ sentence: UInt64) -> Bool {
        guard let number = terms.number(of: sentence, in: window) else { return false }
        return terms[number].stories.value(in: window) >= StoryModel.repeated
    }

    private func add(_ number: Int, in sentence: Int, to found: inout [Evidence], among count: Float) {
        guard !found.contains(where: { $0.number == number }) else { return }
        let weight = terms[number].weight * StoryModel.weight(ofSentence: sentence)
        let lift = StoryModel.lift * count / (terms[number].stories.value(in: window) + StoryModel.doubt)
        found.append(
            Evidence(
                number: number,
                isHeadline: sentence == 0,
                weight: weight,
                lift: lift,
                most: weight * logarithm(1 + lift)
            )
        )
    }

    /// The story whose words explain the item best, if they explain it well enough.
    ///
    /// Most stories that have a word of the item have no other, and a single item of theirs has it: that proves nothing.
    /// They are told by a first look at the postings, without one at the stories, which lie far apart in memory.
    private mutating func weigh(_ evidence: [Evidence], headlineCount: Int) -> Int? {
        tally.begin(stories.count)
        for piece in evidence {
            for posting in terms.postings(of: piece.number) { tally.announce(posting) }
        }
        var demand = StoryDemand()
        for piece in evidence {
            demand.add(piece)
            for posting in terms.postings(of: piece.number) {
                guard tally.mayCount(posting), stories.isLive(posting, in: window) else { continue }
                let says = piece.says(of: posting, among: stories[Int(posting.story)].members)
                tally.add(says, of: piece, posting)
            }
        }
        let count = told.value(in: window) + StoryModel.assumedStories
        demand.need = max(
            StoryModel.threshold + logarithm(count) + StoryModel.silence * demand.weight
                + (demand.hasText ? StoryModel.textThreshold : 0),
            demand.all * StoryModel.wantedShare(ofWords: headlineCount)
        )
        return tally.best(demand, stories)
    }

    private mutating func open(key: Int64) -> Int {
        told.add(1, in: window)
        return stories.open(key: key, in: window)
    }

    private mutating func sweep() {
        stories.sweep(in: window)
        terms.sweep(in: window)
    }

    /// Teaches a story an item's words.
    private mutating func note(_ evidence: [Evidence], _ sentences: [UInt64], in story: Int) {
        stories.addMember(to: story, in: window)
        let posting = stories.posting(of: story)
        for piece in evidence {
            let items = terms.count(posting, under: piece.number, in: window, stories)
            terms[piece.number].stories.add(items == 1 ? 1 : 0, in: window)
            stories.countWord(items, in: story)
        }
        for sentence in sentences where sentence != 0 {
            let number = terms.insert(sentence, in: window)
            let items = terms.count(posting, under: number, in: window, stories)
            terms[number].stories.add(items == 1 ? 1 : 0, in: window)
        }
    }
}

/// Seconds in minutes, the nearest that may be.
private func minutes(_ seconds: TimeInterval, in range: ClosedRange<Int32>) -> Int32 {
    Int32(max(Double(range.lowerBound), min(Double(range.upperBound), seconds / 60)))
}

/// One word of an item, and what it may say.
struct Evidence {
    /// Its number in the table of terms.
    var number: Int
    /// Whether it stands in the headline.
    var isHeadline: Bool
    /// More than one for names, less for words that are written small.
    var weight: Float
    /// How many times likelier it is in a story that has it everywhere than elsewhere.
    var lift: Float
    /// What it says of such a story.
    var most: Float

    /// What it says of a story that has it, and what its absence would have said.
    func says(of posting: Posting, among members: UInt32) -> Float {
        let count = Float(posting.count)
        let share = count / (Float(members) + StoryModel.doubt)
        let presence = count / (Float(members) + StoryModel.silentItems)
        return weight * logarithm(1 + lift * share) * count / (count + StoryModel.caution)
            + StoryModel.absence * presence * presence
    }
}
