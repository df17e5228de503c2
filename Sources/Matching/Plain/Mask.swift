/// Stretches of a text that do not count.
struct Mask {
    private var stretches: [Range<Int>] = []

    /// Joins occurrences into stretches.
    init(_ occurrences: [Occurrence]) {
        self.init(joining: occurrences.sorted { $0.start < $1.start }.map { $0.start..<$0.end })
    }

    /// Joins stretches that come in the order of their beginnings.
    init(joining ordered: some Sequence<Range<Int>>) {
        for next in ordered {
            if let last = stretches.last, next.lowerBound < last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                stretches.append(next)
            }
        }
    }

    /// Whether nothing is masked.
    var isEmpty: Bool { stretches.isEmpty }

    /// Whether anything of an occurrence, from its first word to its last, is masked.
    func covers(_ occurrence: Occurrence) -> Bool {
        covers(occurrence.start..<occurrence.end)
    }

    /// Whether anything of a stretch is masked.
    func covers(_ stretch: Range<Int>) -> Bool {
        let index = stretches.lowerBound { $0.upperBound <= stretch.lowerBound }
        return index < stretches.count && stretches[index].lowerBound < stretch.upperBound
    }
}
