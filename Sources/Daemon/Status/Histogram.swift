/// How often something took how long, in steps that are chosen beforehand.
struct Histogram: Hashable, Sendable {
    /// The steps of what is a matter of the network: seconds.
    static let visit = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    /// The steps of a message's way, retries included: seconds to an hour.
    static let delivery = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600]

    /// The upper ends of the steps, in seconds, ascending; what is above the last one is counted too.
    let bounds: [Double]
    /// How often a value fell into each step; one more than there are bounds.
    private(set) var counts: [Int]
    /// All values together, in seconds.
    private(set) var sum = 0.0

    /// A histogram of nothing yet.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts a length of time; one that is just as long as a step's end belongs to it.
    mutating func observe(_ length: Duration) {
        let seconds = length.seconds
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += seconds
    }
}
