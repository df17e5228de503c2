/// The state of an index in bytes, to be kept and taken up again.
///
/// Two indexes that would place all further items alike have the same bytes: what has left the window is not in them, and
/// words and stories stand in an order of their own. Numbers are little-endian.
extension StoryIndex {
    private static let mark = Array("tocsin stories 2\n".utf8)

    /// The index as bytes.
    public func encoded() -> [UInt8] {
        var bytes = StoryBytes(bytes: Self.mark)
        bytes.put(window.length)
        bytes.put(window.now)
        bytes.put(told.count.bitPattern)
        bytes.put(told.minute)
        bytes.put(stories.opened)
        let places = stories.livePlaces(in: window)
        var numbers = [UInt32](repeating: 0, count: stories.count)
        bytes.put(UInt32(places.count))
        for (number, place) in places.enumerated() {
            numbers[place] = UInt32(number)
            bytes.put(stories[place].id)
            bytes.put(stories[place].key)
            bytes.put(stories[place].members)
            bytes.put(stories[place].last)
            bytes.put(stories[place].squares.bitPattern)
        }
        let lively = terms.liveNumbers(in: window)
        bytes.put(UInt32(lively.count))
        for number in lively {
            let term = terms[number]
            let postings = terms.postings(of: number).filter { stories.isLive($0, in: window) }
            bytes.put(term.key)
            bytes.put(term.stories.count.bitPattern)
            bytes.put(term.stories.minute)
            bytes.put(term.capitals)
            bytes.put(term.smalls)
            bytes.put(UInt8(postings.count))
            for posting in postings {
                bytes.put(numbers[Int(posting.story)])
                bytes.put(posting.count)
            }
        }
        return bytes.bytes
    }

    /// An index in the state that it had.
    ///
    /// - Parameter encoded: What `encoded()` gave.
    /// - Throws: Where that is not what the bytes are.
    public init(encoded: [UInt8]) throws(StoryStateError) {
        guard encoded.starts(with: Self.mark) else { throw StoryStateError() }
        var bytes = StoryBytes(bytes: encoded, place: Self.mark.count)
        var window = StoryWindow(length: try bytes.take(in: StoryWindow.lengths))
        window.advance(to: try bytes.take(in: StoryWindow.moments))
        let told = FadingCount(count: try bytes.takeCount(), minute: try bytes.take(in: StoryWindow.moments))
        let opened: UInt32 = try bytes.take(in: 0...(.max / 2))
        let stories = StoryTable(opened: opened, stories: try bytes.takeStories(upTo: opened))
        let terms = try bytes.takeTerms(stories.count)
        guard bytes.isAtEnd else { throw StoryStateError() }
        self.init(window, told: told, stories: stories, terms: terms)
    }
}

/// Bytes that are not the state of an index.
public struct StoryStateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence for a person.
    public var description: String { "the kept stories cannot be read" }
}

/// Bytes that are written at the end, or read from a place on.
private struct StoryBytes {
    var bytes: [UInt8]
    var place = 0

    var isAtEnd: Bool { place == bytes.count }

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func take<Value: FixedWidthInteger>() throws(StoryStateError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - place >= size else { throw StoryStateError() }
        var value: Value = 0
        for offset in 0..<size { value |= Value(truncatingIfNeeded: bytes[place + offset]) << (8 * offset) }
        place += size
        return value
    }

    /// A number that must lie in a range; no damage may let a sum overflow later.
    mutating func take<Value: FixedWidthInteger>(
        in range: ClosedRange<Value>
    ) throws(StoryStateError) -> Value {
        let value: Value = try take()
        guard range.contains(value) else { throw StoryStateError() }
        return value
    }

    mutating func takeCount() throws(StoryStateError) -> Float {
        let value = Float(bitPattern: try take())
        guard value.isFinite, value >= 0 else { throw StoryStateError() }
        return value
    }

    mutating func takeStories(upTo opened: UInt32) throws(StoryStateError) -> [StoryTable.Story] {
        let count: UInt32 = try take()
        var stories: [StoryTable.Story] = []
        for _ in 0..<count {
            let story = StoryTable.Story(
                id: try take(in: 1...max(1, opened)),
                key: try take(in: 0...(.max)),
                members: try take(in: 1...(.max / 2)),
                last: try take(in: StoryWindow.moments),
                generation: 0,
                squares: try takeCount()
            )
            guard story.id > stories.last?.id ?? 0 else { throw StoryStateError() }
            stories.append(story)
        }
        return stories
    }

    mutating func takeTerms(_ stories: Int) throws(StoryStateError) -> TermTable {
        let count: UInt32 = try take()
        var terms = TermTable()
        var last: UInt64 = 0
        for _ in 0..<count {
            let key: UInt64 = try take()
            guard key > last else { throw StoryStateError() }
            last = key
            let seen = FadingCount(count: try takeCount(), minute: try take(in: StoryWindow.moments))
            let (capitals, smalls): (UInt8, UInt8) = (try take(), try take())
            let size: UInt8 = try take(in: 0...UInt8(StoryModel.storiesOfWord))
            var postings: [Posting] = []
            for _ in 0..<size {
                let posting = Posting(story: try take(), generation: 0, count: try take(in: 1...(.max)))
                guard posting.story < stories else { throw StoryStateError() }
                postings.append(posting)
            }
            terms.restore(key, seen, capitals: capitals, smalls: smalls, postings)
        }
        return terms
    }
}
