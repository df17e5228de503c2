import Glibc

/// What counts as lately: how far back, and from when.
struct StoryWindow: Hashable, Sendable {
    /// For how long after its last item a story takes further ones, and a word is remembered, in minutes.
    let length: Int32
    /// The latest time of any item, in minutes since 1970.
    private(set) var now: Int32 = 0

    /// Up to two years.
    static let lengths: ClosedRange<Int32> = 1...1_000_000
    /// Up to the year 5772.
    static let moments: ClosedRange<Int32> = 0...2_000_000_000

    /// A window of this length.
    init(length: Int32) { self.length = length }

    /// Goes on to a time, never back.
    mutating func advance(to minute: Int32) { now = max(now, minute) }

    /// The earliest time within it.
    var start: Int32 { now - length }

    /// Half of what was counted so long ago still counts after half a window.
    func fading(since minute: Int32) -> Float {
        minute >= now ? 1 : exp2f(-Float(now - minute) * 2 / Float(length))
    }
}

/// A count that fades with time.
struct FadingCount: Hashable, Sendable {
    /// The count as it was.
    var count: Float = 0
    /// When it was that, in minutes since 1970.
    var minute: Int32 = 0

    /// The count as it is now.
    func value(in window: StoryWindow) -> Float {
        count * window.fading(since: minute)
    }

    /// Adds to it; adding nothing marks the time.
    mutating func add(_ more: Float, in window: StoryWindow) {
        count = value(in: window) + more
        minute = window.now
    }
}
