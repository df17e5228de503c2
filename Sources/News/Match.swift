/// A text of an item that words can stand in.
public enum Field: String, Hashable, Sendable, Codable, CaseIterable {
    /// The headline.
    case title
    /// The standfirst.
    case summary
    /// The article.
    case body
}

/// How far up an item a hit stands.
public enum Level: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// The headline alone satisfies the list.
    case title
    /// The headline and the first 80 words below it do.
    case lead
    /// All of the item does.
    case text

    /// Whether the left level is reached further up an item than the right one.
    public static func < (left: Level, right: Level) -> Bool {
        left.depth < right.depth
    }

    /// How far down it is, from 0.
    public var depth: Int {
        switch self {
        case .title: 0
        case .lead: 1
        case .text: 2
        }
    }
}

/// What a hit leads to.
public enum Decision: String, Hashable, Sendable, Codable {
    /// Told at once.
    case alert
    /// Kept for the next digest.
    case digest
}

/// A stretch of an item's text that made a list hit.
public struct Span: Hashable, Sendable, Codable {
    /// The text it stands in.
    public var field: Field
    /// Where it begins, counted in Unicode scalars of the field's plain text.
    public var start: Int
    /// How long it is, in Unicode scalars.
    public var length: Int
    /// The text itself.
    public var text: String

    /// A span over `text`.
    public init(field: Field, start: Int, length: Int, text: String) {
        self.field = field
        self.start = start
        self.length = length
        self.text = text
    }
}

/// Why a list hit an item: the line that held, how far up, and the words.
public struct Match: Hashable, Sendable, Codable {
    /// The list's id: its file's name without the ending.
    public var list: String
    /// What follows from it.
    public var decision: Decision
    /// How far up the item the list was satisfied.
    public var level: Level
    /// The line that held, as `file:line`.
    public var at: String
    /// The line's text, as the list's author wrote it.
    public var line: String
    /// The words that satisfied it, in the order of fields and then of text, none twice.
    public var spans: [Span]

    /// A match with its evidence.
    public init(list: String, decision: Decision, level: Level, at: String, line: String, spans: [Span]) {
        self.list = list
        self.decision = decision
        self.level = level
        self.at = at
        self.line = line
        self.spans = spans
    }
}
