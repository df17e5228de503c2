internal import News

/// A text with the places that made a list hit.
struct Passage {
    /// How much is shown before the first hit and from there on, in Unicode scalars.
    private static let before = 90
    private static let after = 150

    private let scalars: [Unicode.Scalar]
    private let hits: [Range<Int>]

    /// A text and the hits in it, in order, none overlapping, counted in Unicode scalars.
    init(_ text: String, hits: [Range<Int>]) {
        scalars = Array(text.unicodeScalars)
        self.hits = hits
    }

    /// All of the text.
    var segments: [Segment] {
        segments(of: 0..<scalars.count)
    }

    /// What stands around the first hit, on one line, with dots where it was cut.
    var excerpt: [Segment] {
        guard let first = hits.first else { return [] }
        let start = wordStart(atOrAfter: first.lowerBound - Self.before, notBeyond: first.lowerBound)
        let end = wordEnd(atOrBefore: first.lowerBound + Self.after, notBefore: first.upperBound)
        var result = segments(of: start..<end)
        if start > 0 { result.insert(Segment("… "), at: 0) }
        if end < scalars.count { result.append(Segment(" …")) }
        return result
    }

    /// A part of the text.
    func segments(of range: Range<Int>) -> [Segment] {
        var result: [Segment] = []
        var place = range.lowerBound
        for hit in hits.map({ $0.clamped(to: range) }) where !hit.isEmpty {
            if place < hit.lowerBound { result.append(Segment(text(place..<hit.lowerBound))) }
            result.append(Segment(text(hit), hit: true))
            place = hit.upperBound
        }
        if place < range.upperBound { result.append(Segment(text(place..<range.upperBound))) }
        return result
    }

    private func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range].map { $0 == "\n" ? " " : $0 }))
    }

    /// A cut falls between two words, except where there is none: a text in Chinese.
    private func wordStart(atOrAfter wanted: Int, notBeyond limit: Int) -> Int {
        guard wanted > 0 else { return 0 }
        let gap = scalars[wanted..<limit].firstIndex(where: \.properties.isWhitespace)
        return gap.map { $0 + 1 } ?? wanted
    }

    private func wordEnd(atOrBefore wanted: Int, notBefore limit: Int) -> Int {
        guard wanted < scalars.count else { return scalars.count }
        let end = max(wanted, limit)
        return scalars[limit..<end].lastIndex(where: \.properties.isWhitespace) ?? end
    }
}
