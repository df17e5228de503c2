public import News

/// Why a list hit an item, or why it did not.
public struct Explanation: Sendable, Hashable, Codable {
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
    /// Why the list did not look at the item at all.
    public var notAdmitted: String?
    /// What did not count.
    public var masked: [Masked] = []
    /// The lines that nearly held.
    public var nearly: [Near] = []
}

extension Explanation {
    /// The explanation for people, with a line feed at the end.
    public var text: String {
        var lines: [String] = []
        if let match {
            let words = match.spans.map { "“\($0.text)”" }.joined(separator: ", ")
            lines.append(
                "\(match.decision.rawValue) at \(match.level.rawValue): \(match.at) \(match.line) · \(words)"
            )
        } else if let veto {
            lines.append("vetoed by \(veto.at) \(veto.line)")
        } else {
            lines.append(notAdmitted ?? "no hit")
        }
        lines += masked.map { "“\($0.span.text)” does not count: \($0.at) \($0.line)" }
        lines += nearly.map { "nearly \($0.at) \($0.line) · missing: \($0.missing.joined(separator: "; "))" }
        return "\(list): " + lines.joined(separator: "\n    ") + "\n"
    }
}
