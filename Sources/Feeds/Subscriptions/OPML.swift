/// A list of feeds, as feed readers exchange it (OPML 2.0, opml.org/spec2.opml).
public struct OPML: Hashable, Sendable {
    /// What the list calls itself.
    public let title: String?
    /// The feeds in the order of the list, each address once.
    public let feeds: [Subscription]
    /// What was left out of the list, a sentence each, with its line.
    public let problems: [String]
    /// What had to be repaired to read the list, a sentence each.
    public let recovered: [String]

    /// No more feeds are read of one list, those that it names twice among them.
    static let feedLimit = 200_000
    /// No more characters are read of a folder's name.
    static let tagLimit = 200

    /// A list without problems, unless they are named.
    public init(
        title: String?,
        feeds: [Subscription],
        problems: [String] = [],
        recovered: [String] = []
    ) {
        self.title = title?.oneLine
        self.feeds = feeds
        self.problems = problems
        self.recovered = recovered
    }
}

extension OPML {
    /// A feed of the list.
    ///
    /// All texts are on one line: line breaks and other white space within them are single spaces.
    public struct Subscription: Hashable, Sendable {
        /// Where the feed is fetched from.
        public let url: String
        /// What the list calls the feed; nil where it knows no more than the address.
        public let title: String?
        /// The address of the site the feed belongs to, as the list writes it.
        public let homepage: String?
        /// The folders it lies in, from the outermost in, and its categories; each once.
        public let tags: [String]
        /// tocsin's own: how often the feed is to be polled, as the settings write it.
        public let every: String?

        /// A feed with nothing but its address, unless more is known.
        public init(
            url: String,
            title: String? = nil,
            homepage: String? = nil,
            tags: [String] = [],
            every: String? = nil
        ) {
            self.url = url.oneLine ?? ""
            let name = title?.oneLine
            self.title = name == self.url ? nil : name
            self.homepage = homepage?.oneLine
            var list = TagList()
            for tag in tags.compactMap(\.oneLine) { list.add(tag) }
            self.tags = list.tags
            self.every = every?.oneLine
        }
    }
}

/// Tags in order, each once; all of them on one line.
struct TagList {
    private(set) var tags: [String] = []
    private var known: Set<String> = []

    mutating func add(_ tag: String) {
        if known.insert(tag).inserted { tags.append(tag) }
    }
}

extension String {
    /// On one line, as it can stand in XML: white space is single spaces, control characters are gone; nil where
    /// nothing is left.
    var oneLine: String? {
        var out = ""
        var isApart = false
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: isApart = true
            case 0...0x1F, 0x7F, 0xFFFE, 0xFFFF: break
            default:
                if isApart, !out.isEmpty { out.append(" ") }
                isApart = false
                out.unicodeScalars.append(scalar)
            }
        }
        // Most texts are, and stay one with their copies: a list may name one folder for thousands of feeds.
        return out.isEmpty ? nil : out.utf8.elementsEqual(utf8) ? self : out
    }
}
