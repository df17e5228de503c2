public import News

/// Why a list hit an item, or why it did not.
public struct Explanation: Sendable, Hashable, Codable {
    /// A line that holds somewhere in the item.
    public struct Line: Sendable, Hashable, Codable {
        /// Its section: `match`, `also require` or `never if`.
        public var section: String
        /// Its `file:line`.
        public var at: String
        /// Its text.
        public var line: String
        /// How far up the item it holds.
        public var level: Level
        /// The words that make it hold there.
        public var spans: [Span]
    }

    /// A stretch of text that did not count.
    public struct Masked: Sendable, Hashable, Codable {
        /// The stretch.
        public var span: Span
        /// The `file:line` that hides it.
        public var at: String
        /// That line's text.
        public var line: String
    }

    /// A line that forbade a hit.
    public struct Veto: Sendable, Hashable, Codable {
        /// Its `file:line`.
        public var at: String
        /// Its text.
        public var line: String
    }

    /// A line of which a part held.
    public struct Near: Sendable, Hashable, Codable {
        /// Its `file:line`.
        public var at: String
        /// Its text.
        public var line: String
        /// What was missing.
        public var missing: [String]
    }

    /// The list's id.
    public var list: String
    /// The hit, if it is one.
    public var match: Match?
    /// What forbade it.
    public var veto: Veto?
    /// Why nothing can follow, whatever the lines say: the list looks at other feeds, or its day is over, or the hit
    /// stands too far down.
    public var notAdmitted: String?
    /// The lines that hold.
    public var lines: [Line] = []
    /// What did not count.
    public var masked: [Masked] = []
    /// The lines that nearly held, those that lack the least first.
    public var nearly: [Near] = []
}

extension Explanation {
    /// The explanation for people, with a line feed at the end.
    public var text: String {
        var text = "\(list): \(conclusion)\n"
        for line in lines {
            let words = line.spans.map { "“\($0.text)”" }.joined(separator: ", ")
            text +=
                "    \(Self.verb(of: line.section)) in the \(line.level.rawValue)  \(line.at)  \(line.line)\n"
            if !words.isEmpty { text += "        \(words)\n" }
        }
        for masked in masked {
            text += "    hidden  “\(masked.span.text)”, by \(masked.at)  \(masked.line)\n"
        }
        for near in nearly.prefix(Self.nearest) {
            text += "    nearly  \(near.at)  \(near.line)\n"
            text += "        missing: \(near.missing.joined(separator: "; "))\n"
        }
        let further = nearly.count - Self.nearest
        if further > 0 { text += "    and \(further) more lines of which something is there\n" }
        return text
    }

    /// For people the lines that lack the least are enough.
    private static let nearest = 3

    private var conclusion: String {
        if let match {
            let action = match.decision == .alert ? "rings at once" : "waits for the digest"
            return "\(action), for \(match.at) in the \(match.level.rawValue)"
        }
        if let veto { return "silent, for \(veto.at) forbids it: \(veto.line)" }
        if let notAdmitted { return "silent: \(notAdmitted)" }
        if !nearly.isEmpty { return "silent: no line holds, but some nearly do" }
        return masked.isEmpty
            ? "silent: no line holds" : "silent: no line holds outside the words that are hidden"
    }

    private static func verb(of section: String) -> String {
        switch section {
        case ListSection.match.rawValue: "holds"
        case ListSection.alsoRequire.rawValue: "is there, as required,"
        default: "forbids a hit"
        }
    }
}
