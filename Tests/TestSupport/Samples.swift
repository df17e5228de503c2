public import FoundationEssentials
public import News

extension Date {
    /// Mon, 21 Jul 2025 10:00:00 GMT: the moment at which tests begin.
    public static let start = Date(timeIntervalSince1970: 1_753_092_000)
}

extension Item {
    /// An item with a headline, and everything else made up from it.
    public static func titled(
        _ title: String,
        identity: String? = nil,
        link: String? = nil,
        summary: String = "",
        published: Date? = .start
    ) -> Item {
        Item(
            identity: identity ?? title,
            feedURL: "https://example.org/feed",
            outlet: "Example",
            title: title,
            summary: summary,
            link: link ?? "https://example.org/\(abs(title.hashValue % 1_000_000))",
            published: published
        )
    }
}

extension Alert {
    /// An alert of a list for a headline, and everything else made up from it.
    public static func about(
        _ title: String,
        list: String = "ceasefire",
        decision: Decision = .alert,
        priority: Priority = .normal,
        found: Date = .start
    ) -> Alert {
        let span = Span(field: .title, start: 0, length: title.unicodeScalars.count, text: title)
        let at = "\(list).watch:1"
        let match = Match(list: list, decision: decision, level: .title, at: at, line: title, spans: [span])
        return Alert(
            id: "id-\(list)-\(title)".lowercased().map { $0 == " " ? "-" : "\($0)" }.joined(),
            subject: "subject of \(title)",
            match: match,
            listName: list.prefix(1).uppercased() + list.dropFirst(),
            priority: priority,
            channels: [],
            itemIdentity: title,
            feedURL: "https://example.org/feed",
            outlet: "Example",
            title: [Segment(title, hit: true)],
            link: "https://example.org/a",
            excerpt: [],
            language: "en",
            published: .start,
            found: found
        )
    }
}

/// A folder that lasts as long as the value.
public final class TemporaryFolder: Sendable {
    /// Its path.
    public let path: String

    /// Makes a folder that nobody else uses.
    public init() throws {
        path = FileManager.default.temporaryDirectory.path + "/tocsin-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    public func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a text file into it, and the folders on the way.
    @discardableResult
    public func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
        let folder = file(name).split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file(name))
        return file(name)
    }

    /// The text of a file in it; empty where it is missing.
    public func text(of name: String) -> String {
        (try? Data(contentsOf: URL(filePath: file(name)))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
