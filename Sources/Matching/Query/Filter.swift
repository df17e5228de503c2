internal import News

/// A question about where an item comes from.
struct Filter: Hashable, Sendable {
    /// What is asked about.
    enum Subject: String, Hashable, Sendable, CaseIterable {
        /// The feed's address, or a part of it.
        case feed
        /// The article's address, or a part of it.
        case url
        /// A word of an author's name.
        case author
        /// A label, whole.
        case tag
        /// The language: `en` is also `en-GB`.
        case lang
        /// A word of the publisher's name.
        case outlet
    }

    var subject: Subject
    var value: String

    /// Whether an item fits.
    func holds(for item: Item) -> Bool {
        switch subject {
        case .feed: contains(item.feedURL)
        case .url: item.link.map(contains) ?? false
        case .author: item.authors.contains(where: hasWords)
        case .tag: item.tags.contains { folded($0) == folded(value) }
        case .lang: item.language.map(isLanguage) ?? false
        case .outlet: hasWords(item.outlet)
        }
    }

    private func contains(_ address: String) -> Bool {
        let needle = Array(folded(value).utf8)
        let hay = Array(folded(address).utf8)
        guard needle.count <= hay.count else { return false }
        return (0...(hay.count - needle.count)).contains { hay[$0...].starts(with: needle) }
    }

    private func hasWords(_ text: String) -> Bool {
        let wanted = Words.plain(value)
        let words = Words.plain(text)
        guard !wanted.isEmpty, wanted.count <= words.count else { return false }
        return (0...(words.count - wanted.count)).contains { words[$0...].starts(with: wanted) }
    }

    private func isLanguage(_ tag: String) -> Bool {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
        return parts.starts(with: value.lowercased().split { $0 == "-" || $0 == "_" })
    }
}

extension Filter: CustomStringConvertible {
    var description: String {
        value.contains(" ") ? "\(subject.rawValue):\"\(value)\"" : "\(subject.rawValue):\(value)"
    }
}
