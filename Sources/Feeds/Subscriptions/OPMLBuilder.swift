/// Turns the outlines of an OPML document into feeds and tags.
struct OPMLBuilder {
    private struct Folder {
        let depth: Int
        /// Nil where it is no folder but a feed, or has no name.
        let tag: String?
        /// Whether what is in it was put out of use.
        let isComment: Bool
    }

    private struct Draft {
        var url: String
        var title: String?
        var homepage: String?
        var tags = TagList()
        var every: String?
    }

    /// No more problems are told in full.
    private static let problemLimit = 100
    private static let titleLimit = 4096

    private var titleDepth: Int?
    private var title: [UInt8] = []
    private var folders: [Folder] = []
    private var drafts: [Draft] = []
    private var places: [String: Int] = [:]
    /// How many feeds were seen.
    private var seen = 0
    private var problems: [String] = []
    private var surplus = 0

    /// Takes up what the scanner found.
    mutating func take(_ piece: OutlineScanner.Piece, from scanner: inout OutlineScanner) {
        if let depth = titleDepth, scanner.openCount < depth { titleDepth = nil }
        switch piece {
        case .text(let text):
            if titleDepth != nil { title += text.prefix(max(0, Self.titleLimit - title.count)) }
        case .tag(let tag) where tag.name == "outline":
            while let last = folders.last, last.depth >= scanner.depth { folders.removeLast() }
            outline(tag, from: &scanner)
        case .tag(let tag) where tag.name == "title" && title.isEmpty && folders.isEmpty:
            titleDepth = scanner.depth + 1
        case .tag, .other: break
        }
    }

    private mutating func outline(_ tag: OutlineTag, from scanner: inout OutlineScanner) {
        let kind = tag["type"]?.asciiLowered ?? ""
        let name = tag["text"] ?? tag["title"]
        let isFeed = tag.has("xmlurl") || Self.feedTypes.contains(kind) && (tag.isEmpty || tag.has("url"))
        let inclusion = isFeed ? nil : inclusion(tag, kind)
        let isComment = folders.last?.isComment == true || tag["iscomment"]?.asciiLowered == "true"
        if !tag.isEmpty {
            let folder = isFeed || inclusion != nil ? nil : folderTag(name, from: &scanner)
            folders.append(Folder(depth: scanner.depth, tag: folder, isComment: isComment))
        }
        guard !isComment else { return }
        if isFeed, let address = tag["xmlurl"] ?? tag["url"] {
            feed(tag, address: address, name: name, from: &scanner)
        } else if isFeed {
            tell("\(name.map(Self.quoted) ?? "an outline") is a feed without an address", at: scanner.line())
        } else if let inclusion {
            tell(
                "the list \(Self.quoted(inclusion)) is included here and was not followed",
                at: scanner.line()
            )
        }
    }

    private mutating func folderTag(_ name: String?, from scanner: inout OutlineScanner) -> String? {
        guard let tag = name?.oneLine, tag.unicodeScalars.count > OPML.tagLimit else { return name?.oneLine }
        tell("the folder's name was cut to \(OPML.tagLimit) characters", at: scanner.line())
        return String(tag.unicodeScalars.prefix(OPML.tagLimit)).oneLine
    }

    private static let feedTypes: Set = ["rss", "rss1", "rdf", "atom", "feed", "jsonfeed"]

    /// The address of another list that belongs here: one of type "include", or of type "link" and ".opml".
    private func inclusion(_ tag: OutlineTag, _ kind: String) -> String? {
        guard let url = tag["url"], kind == "include" || kind == "link" else { return nil }
        return kind == "include" || url.asciiLowered.hasSuffix(".opml") ? url : nil
    }

    private mutating func feed(
        _ tag: OutlineTag,
        address: String,
        name: String?,
        from scanner: inout OutlineScanner
    ) {
        guard let url = feedAddress(address) else {
            let whose = name.map { " of \(Self.quoted($0))" } ?? ""
            tell(
                "the address\(whose) is none of http, https or file: \(Self.quoted(address))",
                at: scanner.line()
            )
            return
        }
        guard seen < OPML.feedLimit else {
            return tell("more than \(OPML.feedLimit) feeds; this one was left out", at: scanner.line())
        }
        seen += 1
        let key = canonicalURL(url)
        let place = places[key] ?? drafts.count
        if place == drafts.count {
            places[key] = place
            drafts.append(Draft(url: url))
        }
        drafts[place].title = drafts[place].title ?? name
        drafts[place].homepage = drafts[place].homepage ?? tag["htmlurl"]
        drafts[place].every = drafts[place].every ?? tag["tocsin:every"]
        for folder in folders {
            if let tag = folder.tag { drafts[place].tags.add(tag) }
        }
        for category in (tag["category"] ?? "").split(whereSeparator: { $0 == "," || $0 == "/" }) {
            if let tag = String(category).oneLine { drafts[place].tags.add(tag) }
        }
    }

    private mutating func tell(_ problem: String, at line: Int) {
        if problems.count < Self.problemLimit {
            problems.append("line \(line): \(problem)")
        } else {
            surplus += 1
        }
    }

    /// The text as a message may hold it: in quotes, on one line, not too long.
    private static func quoted(_ text: String) -> String {
        let line = text.oneLine ?? ""
        return "\"\(line.count > 80 ? "\(line.prefix(79))…" : line)\""
    }

    /// The list, as far as it was read.
    func finish(recovered: [String]) -> OPML {
        OPML(
            title: String(decoding: title, as: UTF8.self),
            feeds: drafts.map {
                OPML.Subscription(
                    url: $0.url,
                    title: $0.title,
                    homepage: $0.homepage,
                    tags: $0.tags.tags,
                    every: $0.every
                )
            },
            problems: surplus == 0 ? problems : problems + ["and \(surplus) more"],
            recovered: recovered
        )
    }
}

/// The address that a feed can be fetched from; nil where it is none.
///
/// "feed:" is what browsers once handed to feed readers, in front of the address or in place of "http:".
func feedAddress(_ text: String) -> String? {
    guard var url = text.trimmedOrNil else { return nil }
    if url.begins("feed://") {
        url = "http" + url.dropFirst(4)
    } else if url.begins("feed:") {
        url = String(url.dropFirst(5))
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    if url.begins("file:") { return url.utf8.count > 5 ? url : nil }
    let host = Reference(url).authority.map { $0.filter { $0 != UInt8(ascii: "/") } } ?? []
    return (url.begins("http://") || url.begins("https://")) && !host.isEmpty ? url : nil
}
