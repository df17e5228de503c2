/// What a headline says otherwise than those before it: another figure, another name, or that it is not so.
///
/// Outlets put one event into many words; only what stands in the same words and differs counts as another fact.
struct HeadlineChange: Hashable {
    /// What every reason begins with.
    static let mark = "a fact has changed"

    /// What is new, for people, and to tell it from other changes.
    let text: String

    /// Why it rings.
    var because: String { "\(Self.mark): \(text)" }

    /// Finds what has changed; nil where nothing has.
    init?(_ headline: String, after earlier: [String]) {
        let new = HeadlineWords(headline)
        let known = earlier.map(HeadlineWords.init)
        let found =
            Self.figure(new, known) ?? Self.denial(new, known) ?? Self.name(new, known)
        guard let found else { return nil }
        text = found
    }

    /// The same thing is counted, and no headline has this number of it.
    private static func figure(_ new: HeadlineWords, _ known: [HeadlineWords]) -> String? {
        let counted = known.flatMap(\.figures)
        for figure in new.figures {
            let same = counted.filter { $0.counted.term == figure.counted.term }
            guard let last = same.last, same.allSatisfy({ $0.value != figure.value }) else { continue }
            return "\(figure.value), not \(last.value) (\(figure.counted.text))"
        }
        return nil
    }

    /// Of headlines with much the same words all said the contrary.
    private static func denial(_ new: HeadlineWords, _ known: [HeadlineWords]) -> String? {
        let alike = known.filter { isAlike(new, $0) }
        guard !alike.isEmpty, alike.allSatisfy({ $0.denies != new.denies }) else { return nil }
        return new.denies ? "it is denied now" : "it is not denied any more"
    }

    /// Half of the words of the shorter, and two at least.
    private static func isAlike(_ one: HeadlineWords, _ other: HeadlineWords) -> Bool {
        let (one, other) = (Set(one.content.map(\.term)), Set(other.content.map(\.term)))
        let shared = one.intersection(other).count
        return shared >= 2 && shared * 2 >= min(one.count, other.count)
    }

    /// A headline that was told before, with other names in the place of one or two.
    private static func name(_ new: HeadlineWords, _ known: [HeadlineWords]) -> String? {
        for earlier in known {
            let fresh = unmatched(new.content, in: earlier.content)
            let gone = unmatched(earlier.content, in: new.content)
            let shared = new.content.count - fresh.count
            guard !fresh.isEmpty, !gone.isEmpty, fresh.count <= 2, gone.count <= 2,
                shared >= 3, shared >= 2 * max(fresh.count, gone.count),
                (fresh + gone).allSatisfy(\.mayBeName),
                known.allSatisfy({ !unmatched(fresh, in: $0.content).isEmpty })
            else { continue }
            return "\(written(fresh)), not \(written(gone))"
        }
        return nil
    }

    private static func written(_ words: [HeadlineWords.Word]) -> String {
        words.map(\.text).joined(separator: " ")
    }

    /// Words that another headline does not have, in whatever spelling.
    private static func unmatched(
        _ words: [HeadlineWords.Word],
        in others: [HeadlineWords.Word]
    ) -> [HeadlineWords.Word] {
        words.filter { word in
            !others.contains { $0.term == word.term || $0.isVariant(of: word) }
        }
    }
}
