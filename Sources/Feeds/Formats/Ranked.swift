/// The best of several claims to one field: the lowest rank counts, among equals the first.
struct Ranked<Value: Sendable>: Sendable {
    private(set) var value: Value?
    private var rank = Int.max

    /// Hands the value over and is open for claims again.
    mutating func take() -> Value? {
        defer {
            value = nil
            rank = .max
        }
        return value
    }

    /// Whether a candidate of this rank would be taken.
    func takes(rank: Int) -> Bool {
        rank < self.rank
    }

    mutating func offer(_ candidate: Value?, rank: Int) {
        guard let candidate, rank < self.rank else { return }
        value = candidate
        self.rank = rank
    }
}
