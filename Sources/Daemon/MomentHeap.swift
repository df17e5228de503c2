import FoundationEssentials

/// Values with the moments at which they are wanted, the earliest first: a binary heap.
struct MomentHeap<Value: Sendable>: Sendable {
    private var entries: [(moment: Date, value: Value)] = []

    /// The earliest moment.
    var first: Date? { entries.first?.moment }

    /// Takes a value up.
    mutating func insert(_ value: Value, at moment: Date) {
        entries.append((moment, value))
        var child = entries.count - 1
        while child > 0, entries[child].moment < entries[(child - 1) / 2].moment {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The value with the earliest moment, if that has come.
    mutating func pop(until now: Date) -> Value? {
        guard let first = entries.first, first.moment <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < entries.count }
            guard let least = children.min(by: { entries[$0].moment < entries[$1].moment }),
                entries[least].moment < entries[parent].moment
            else { return first.value }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
