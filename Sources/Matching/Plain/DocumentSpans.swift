internal import News

extension Document {
    /// The spans of evidence in the original texts: in order, and where two overlap, as one.
    func spans(of evidence: [PlainMatcher.Evidence]) -> [Span] {
        var ranges: [Field: [Range<Int>]] = [:]
        for piece in evidence {
            let field = field(of: piece.view)
            ranges[field, default: []] += piece.words.map {
                words(of: field).source(from: $0.lowerBound, to: $0.upperBound)
            }
        }
        return Field.allCases.flatMap { field in
            Self.merged(ranges[field, default: []]).map { span($0, in: field) }
        }
    }

    /// A span over a range of a field's text.
    func span(_ range: Range<Int>, in field: Field) -> Span {
        Span(range, of: text(of: field), in: field)
    }

    /// Ranges in order; where two overlap, as one.
    static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound < last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension Span {
    /// A span over a range of a text, counted in Unicode scalars.
    init(_ range: Range<Int>, of text: String, in field: Field) {
        let scalars = text.unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: range.lowerBound)
        let end = scalars.index(start, offsetBy: range.count)
        self.init(
            field: field,
            start: range.lowerBound,
            length: range.count,
            text: String(scalars[start..<end])
        )
    }
}
