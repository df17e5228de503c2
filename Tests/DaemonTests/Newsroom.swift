import Foundation
import Logging
import News
import Notifying
import Storage
import Synchronization
import TestSupport

@testable import Daemon

/// A whole tocsin in a folder of its own: settings, lists, feeds from a server on this machine, an alert log.
final class Newsroom: Sendable {
    let folder: TemporaryFolder
    let server: LoopbackServer
    let journal: Journal
    private let clock = Mutex(Date.start)
    private let replies: Mutex<[String: LoopbackReply]>

    /// Opens a newsroom with one list, `truce`, and one feed at `/feed`, which has no items yet.
    init(settings: String = "", list: String = "truce", logLevel: Logger.Level = .notice) throws {
        journal = Journal(logLevel: logLevel)
        folder = try TemporaryFolder()
        replies = Mutex([:])
        let box = Replies()
        server = try LoopbackServer { request in box.answer(request) }
        box.newsroom = self
        try folder.write(list, to: "watchlists/truce.watch")
        try write(settings: settings)
        serve(items: [])
    }

    private final class Replies: @unchecked Sendable {
        // Set once, before the first request.
        weak var newsroom: Newsroom?

        func answer(_ request: LoopbackRequest) -> LoopbackReply {
            guard let newsroom else { return .text("", status: 503) }
            let path = String(request.target.prefix { $0 != "?" })
            return newsroom.replies.withLock { $0[path] } ?? .text("", status: 404)
        }
    }

    var now: Date { clock.withLock { $0 } }

    func pass(_ seconds: TimeInterval) {
        clock.withLock { $0 += seconds }
    }

    func write(settings: String) throws {
        // Tests that run at a time cannot share a port.
        let status = settings.contains("[status]") ? "" : "[status]\nlisten = \"\""
        try folder.write(
            """
            \(status)
            [poll]
            gap = "0s"
            [[feed]]
            url = "\(server.url("/feed"))"
            outlet = "Example"
            [[channel]]
            name = "log"
            type = "file"
            path = "alerts.jsonl"
            \(settings)
            """,
            to: "tocsin.toml"
        )
    }

    func reply(_ reply: LoopbackReply, at path: String) {
        replies.withLock { $0[path] = reply }
    }

    /// Serves a feed of these headlines at `/feed`, the last of them the newest; an item's id is its number.
    func serve(_ titles: String..., published: Date? = .start, etag: String? = nil) {
        let items = titles.enumerated().map { (id: "\($0.offset)", title: $0.element) }
        serve(items: items, published: published, etag: etag)
    }

    func serve(items: [(id: String, title: String)], published: Date? = .start, etag: String? = nil) {
        let date = published.map { "<pubDate>\($0.formatted(.rfc822))</pubDate>" } ?? ""
        let entries = items.reversed().map { item in
            "<item><guid>\(item.id)</guid><title>\(item.title)</title>\(date)"
                + "<link>https://example.org/\(item.id)</link></item>"
        }
        let text = "<rss version=\"2.0\"><channel><title>Example</title>\(entries.joined())</channel></rss>"
        reply(.text(text, headers: etag.map { [("ETag", $0)] } ?? []), at: "/feed")
    }

    /// A daemon, as a start of the process would make one.
    func daemon(store: (any Store)? = nil) async throws -> Daemon {
        let configuration = try Configuration.read(path: folder.file("tocsin.toml"), environment: [:])
        let logger = Logger(label: "test") { [journal] _ in journal }
        return try await Daemon(configuration, store: store, environment: [:], logger: logger) { self.now }
    }

    /// One start of the process that polls once.
    @discardableResult
    func round() async throws -> Daemon.Round {
        try await daemon().runOnce()
    }

    /// The headlines of the alerts in the alert log, in their order.
    var told: [String] { log.filter { $0.type != "alert.updated" }.map(\.title) }

    /// The headlines with which alerts in the alert log were updated, in their order.
    var updated: [String] { log.filter { $0.type == "alert.updated" }.map(\.title) }

    private var log: [(type: String, title: String)] {
        struct Line: Decodable {
            struct Content: Decodable { let title: String }
            let type: String
            let data: Content
        }
        return folder.text(of: "alerts.jsonl").split(separator: "\n").map { line in
            let line = try? JSONDecoder().decode(Line.self, from: Data(line.utf8))
            return (line?.type ?? "", line?.data.title ?? "not an alert")
        }
    }
}

extension FormatStyle where Self == Date.VerbatimFormatStyle {
    /// As RSS writes dates.
    fileprivate static var rfc822: Self {
        let zone = TimeZone(secondsFromGMT: 0) ?? .current
        return Date.VerbatimFormatStyle(
            format: """
                \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits) +0000
                """,
            locale: Locale(identifier: "en_GB"),
            timeZone: zone,
            calendar: Calendar(identifier: .gregorian)
        )
    }
}

/// What the daemon said, for tests to look at.
struct Journal: LogHandler {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
        let waiting = Mutex<[(mark: String, times: Int, reader: CheckedContinuation<Void, Never>)]>([])
    }

    private let lines = Lines()
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    init(logLevel: Logger.Level = .notice) {
        self.logLevel = logLevel
    }

    /// Level, message and facts of every line.
    var all: [String] { lines.all.withLock { $0 } }

    /// Waits until a line, or several, hold this.
    func wait(for mark: String, times: Int = 1) async {
        await withCheckedContinuation { reader in
            lines.waiting.withLock { $0.append((mark, times, reader)) }
            tellReaders()
        }
    }

    private func tellReaders() {
        let told = all
        lines.waiting.withLock { waiting in
            waiting.removeAll { mark, times, reader in
                guard told.count(where: { $0.contains(mark) }) >= times else { return false }
                reader.resume()
                return true
            }
        }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            .joined()
        lines.all.withLock { $0.append("\(event.level) \(event.message)\(facts)") }
        tellReaders()
    }
}
