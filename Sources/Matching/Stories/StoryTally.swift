/// What has been said for each story while one item is weighed.
struct StoryTally: Sendable {
    private struct Sum {
        var said: Float = 0
        /// How many words of the item the story has.
        var words: UInt16 = 0
        /// In how many items of the story it has them, counted up to two for each word.
        var sightings: UInt16 = 0
        /// What those words could say that it has; the same of the headline's; and how many those are.
        var known: Float = 0
        var headline: Float = 0
        var headlineWords: UInt16 = 0
    }

    /// One for each story; those of other items are cleared.
    private var sums: [Sum] = []
    /// The stories of which something was said.
    private var touched: [UInt32] = []
    /// A bit for the last digits of each story that was announced, and of each that was twice.
    private var once = [UInt64](repeating: 0, count: 128)
    private var twice = [UInt64](repeating: 0, count: 128)

    /// Makes ready for an item.
    ///
    /// - Parameter count: How many stories there are places for.
    mutating func begin(_ count: Int) {
        for story in touched { sums[Int(story)] = Sum() }
        touched.removeAll(keepingCapacity: true)
        for place in once.indices {
            once[place] = 0
            twice[place] = 0
        }
        while sums.count < count { sums.append(Sum()) }
    }

    /// Takes note that a word of the item is known to a story.
    mutating func announce(_ posting: Posting) {
        let (place, bit) = Self.bit(of: posting)
        twice[place] |= posting.count > 1 ? bit : once[place] & bit
        once[place] |= bit
    }

    /// Whether a story may have been sighted twice; of those that were not, it is denied for most.
    func mayCount(_ posting: Posting) -> Bool {
        let (place, bit) = Self.bit(of: posting)
        return twice[place] & bit != 0
    }

    private static func bit(of posting: Posting) -> (place: Int, bit: UInt64) {
        (Int(posting.story >> 6 & 127), 1 << UInt64(posting.story & 63))
    }

    /// Adds what a word says.
    mutating func add(_ says: Float, of piece: Evidence, _ posting: Posting) {
        let story = Int(posting.story)
        if sums[story].words == 0 { touched.append(posting.story) }
        sums[story].said += says
        sums[story].known += piece.most
        if piece.isHeadline {
            sums[story].headline += piece.most
            sums[story].headlineWords += 1
        }
        sums[story].words += 1
        sums[story].sightings += min(posting.count, 2)
    }

    /// The story for which most was said, if that is enough.
    ///
    /// A story that has every word of a headline of four or more goes before all others, and always is: a copy finds
    /// its original, however common its words have become since. One word in common with one item proves nothing.
    ///
    /// - Parameters:
    ///   - demand: What is asked of it.
    ///   - stories: All stories.
    /// - Returns: The story, or nil where none is explained well enough.
    func best(_ demand: StoryDemand, _ stories: StoryTable) -> Int? {
        var best: (story: Int, said: Float)?
        for story in touched.lazy.map(Int.init) where sums[story].sightings > 1 {
            let sum = sums[story]
            guard demand.isMet(byHeadline: sum.headline, Int(sum.headlineWords), all: sum.known) else {
                continue
            }
            let isCopy = demand.words >= 4 && Int(sum.words) == demand.words
            let said = sum.said - stories.absence(of: story) + (isCopy ? 1_000 : 0)
            if said >= best?.said ?? demand.need { best = (story, said) }
        }
        return best?.story
    }

    /// How many bytes it holds.
    var footprint: Int {
        sums.capacity * MemoryLayout<Sum>.stride + touched.capacity * 4 + 2 * 8 * once.count
    }
}
