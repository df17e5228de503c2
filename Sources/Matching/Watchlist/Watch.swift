public import FoundationEssentials
public import News

/// One list: what it looks for, and what follows from a hit.
///
/// It is complete in itself, with all names resolved, and never changes.
public struct Watch: Sendable {
    /// The file's name without its ending.
    public let id: String
    /// The file, as the user named it.
    public let file: String
    /// The list's name for people.
    public let name: String
    /// How much its alerts matter.
    public let priority: Priority
    /// The channels it sends to; empty means the default channels.
    public let channels: [String]
    /// How far down an item a hit may stand to alert at once; nil is never.
    public let alert: Level?
    /// How far down an item a hit may stand to wait for the digest; nil is never.
    public let digest: Level?
    /// Parts of the addresses of the feeds it is confined to; empty means all.
    public let feeds: [String]
    /// The languages it is confined to; empty means all.
    public let languages: [String]
    /// How long it rests after an alert.
    public let cooldown: Duration?
    /// With how many outlets that report a story it rings once more; nil is never.
    public let sources: Int?
    /// How many outlets must report a story before it rings; nil is one.
    public let minSources: Int?
    /// Who looks after it.
    public let owner: String?
    /// The moment from which it no longer rings: the end of the day it names, in UTC.
    public let expires: Date?
    /// A hash of the watch file and of every names file: where it differs, the list counts as changed.
    public let digestOfText: UInt64

    /// The lines of its sections.
    private let lines: [ListSection: [Line]]
    /// The sets its queries name.
    let names: [String: NamedSet]
    /// Those of them that are found at a place in a text; see `Query.isPlace`.
    let placeNames: Set<String>

    init(
        id: String,
        file: String,
        header: Header,
        lines: [ListSection: [Line]],
        names: [String: NamedSet],
        digestOfText: UInt64
    ) {
        self.id = id
        self.file = file
        self.lines = lines
        self.names = names
        self.placeNames = Self.placeNames(of: names)
        self.digestOfText = digestOfText
        name = header.name ?? id
        priority = header.priority
        channels = header.channels
        alert = header.alert
        digest = header.digest
        feeds = header.feeds
        languages = header.languages
        cooldown = header.cooldown
        sources = header.sources
        minSources = header.minSources
        owner = header.owner
        expires = header.expires
    }
}

extension Watch {
    /// One line of a section.
    struct Line: Sendable, Hashable {
        /// `file:line`.
        var at: String
        /// The line as written, without its comment.
        var text: String
        /// What it asks for.
        var query: Query
    }

    /// Starts from all names and takes away those that are none, until no more follow from that.
    private static func placeNames(of names: [String: NamedSet]) -> Set<String> {
        var places = Set(names.keys)
        while true {
            let left = places.filter { key in
                (names[key]?.queries ?? []).allSatisfy { $0.isPlace { places.contains($0) } }
            }
            if left.count == places.count { return places }
            places = left
        }
    }

    /// The lines of a section.
    func lines(of section: ListSection) -> [Line] {
        lines[section, default: []]
    }
}

/// The queries behind a name.
///
/// Lists that use the same shared name share the one set, and are known by it to mean
/// the same.
final class NamedSet: Sendable {
    let queries: [Query]

    /// A set of these.
    init(_ queries: [Query]) {
        self.queries = queries
    }
}
