/// What has been said for each story while one item is weighed.
struct StoryTally: Sendable {
    private struct Sum {
        var said: Float = 0
        var words: Int32 = 0
    }

    /// One for each story; those of other items are cleared.
    private var sums: [Sum] = []
    /// The stories of which something was said.
    private var touched: [UInt32] = []
    /// A bit for the last digits of each of them: most others are told from them without a look into far memory.
    private var bits = [UInt64](repeating: 0, count: 64)

    /// Makes ready for an item.
    ///
    /// - Parameter count: How many stories there are places for.
    mutating func begin(_ count: Int) {
        for story in touched { sums[Int(story)] = Sum() }
        touched.removeAll(keepingCapacity: true)
        for place in bits.indices { bits[place] = 0 }
        while sums.count < count { sums.append(Sum()) }
    }

    /// Whether nothing was said yet.
    var isEmpty: Bool { touched.isEmpty }

    /// Whether something was said for a story; of the others it is denied for most.
    func mayHold(_ story: UInt32) -> Bool {
        bits[Int(story >> 6 & 63)] >> UInt64(story & 63) & 1 == 1
    }

    /// Adds what a word says.
    mutating func add(_ says: Float, to story: UInt32) {
        if sums[Int(story)].words == 0 {
            touched.append(story)
            bits[Int(story >> 6 & 63)] |= 1 << UInt64(story & 63)
        }
        sums[Int(story)].said += says
        sums[Int(story)].words += 1
    }

    /// The story for which most was said, if that is enough.
    ///
    /// A story that has every word of a headline of four or more goes before all others, and always is: a copy finds
    /// its original, however common its words have become since. One word in common with a single item proves nothing.
    ///
    /// - Parameters:
    ///   - need: What must have been said.
    ///   - count: How many words were weighed.
    ///   - stories: All stories.
    /// - Returns: The story, or nil where none is explained well enough.
    func best(atLeast need: Float, covering count: Int, _ stories: StoryTable) -> Int? {
        var best: (story: Int, said: Float)?
        for story in touched.lazy.map(Int.init) {
            let sum = sums[story]
            let isCopy = count >= 4 && Int(sum.words) == count
            let said = isCopy ? sum.said + 1_000 : sum.said
            guard said >= best?.said ?? need, sum.words > 1 || stories[story].members > 1 else { continue }
            best = (story, said)
        }
        return best?.story
    }

    /// How many bytes it holds.
    var footprint: Int { sums.capacity * MemoryLayout<Sum>.stride + touched.capacity * 4 }
}
