/// A story that has a word, and in how many of its items.
struct Posting: Sendable {
    var story: UInt32
    /// Which of the stories that had this place.
    var generation: UInt16
    var count: UInt16

    /// Whether both speak of one story.
    func isSameStory(as other: Posting) -> Bool {
        story == other.story && generation == other.generation
    }
}

/// Memory for the postings of all words, in blocks of powers of two.
struct PostingPool: Sendable {
    private(set) var cells: [Posting] = []
    /// For each size the first free block and one, or 0; the others are chained through their first cells.
    private var free: [UInt32] = [UInt32](repeating: 0, count: 8)

    subscript(cell: Int) -> Posting {
        get { cells[cell] }
        set { cells[cell] = newValue }
    }

    /// The postings of a block.
    func postings(from cell: Int, count: Int) -> ArraySlice<Posting> {
        cells[cell..<(cell + count)]
    }

    /// A block of two to the power of `size` cells.
    mutating func take(size: UInt8) -> UInt32 {
        let chained = free[Int(size)]
        if chained > 0 {
            free[Int(size)] = cells[Int(chained - 1)].story
            return chained - 1
        }
        let first = cells.count
        for _ in 0..<(1 << size) { cells.append(Posting(story: 0, generation: 0, count: 0)) }
        return UInt32(first)
    }

    /// Gives a block back.
    mutating func give(_ block: UInt32, size: UInt8) {
        cells[Int(block)].story = free[Int(size)]
        free[Int(size)] = block + 1
    }

    /// How many bytes it holds.
    var footprint: Int { cells.capacity * MemoryLayout<Posting>.stride }
}
