import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The commands about feeds` {
    private let newsroom: Newsroom
    private let config: String

    init() throws {
        newsroom = try Newsroom()
        config = newsroom.folder.file("tocsin.toml")
        newsroom.serve("A war", "A truce")
    }

    private func lists() throws -> FeedLists { try FeedLists(config: config, environment: [:]) }

    private func name(_ list: String) throws {
        let text = newsroom.folder.text(of: "tocsin.toml")
        try newsroom.folder.write("opml = [\"\(list)\"]\n" + text, to: "tocsin.toml")
    }

    private func add(_ path: String, tags: [String] = [], isDryRun: Bool = false) async throws -> Output {
        try await lists().add(
            newsroom.server.url(path),
            outlet: nil,
            tags: tags,
            file: nil,
            isDryRun: isDryRun
        )
    }

    @Test func `add finds the feed behind a page and writes it into the list`() async throws {
        let feed = "<rss version=\"2.0\"><channel><title>Gazette</title></channel></rss>"
        newsroom.reply(.text("<link rel=alternate type=application/rss+xml href=/gazette.xml>"), at: "/page")
        newsroom.reply(.text(feed), at: "/gazette.xml")
        let dry = try await add("/page", isDryRun: true)
        #expect(
            dry.text.contains("Gazette\n    \(newsroom.server.url("/gazette.xml"))\n    rss20, 0 items\n")
        )
        #expect(newsroom.folder.text(of: "feeds.opml").isEmpty)

        let first = try await add("/page", tags: ["World"])
        #expect(first.text.contains("added to \(newsroom.folder.file("feeds.opml"))\nname the list in"))
        try name("feeds.opml")
        let settings = try Configuration.read(path: config, environment: [:])
        #expect(settings.feeds.map(\.outlet) == ["Example", "Gazette"])
        #expect(settings.feeds.last?.tags == ["World"])

        let again = try await add("/gazette.xml")
        #expect(again.text.hasSuffix("it is listed already, as Gazette\n"))
        let known = try await add("/feed")
        #expect(known.text.hasSuffix("it is listed already, as Example\n"), "a table of its own counts, too")
    }

    @Test(arguments: [
        (page: "<html><a href=/about>", status: 200, says: "it is no feed, and it declares none"),
        (
            page: "<html><input type=password>", status: 200,
            says: "a page that asks for a password stands there"
        ),
        (page: "", status: 404, says: "the server answered 404"),
        (
            page: "<link rel=alternate type=application/atom+xml href=/gone>", status: 200,
            says: "leads to none that can be read"
        ),
    ])
    func `add says why there is no feed`(_ row: (page: String, status: Int, says: String)) async throws {
        newsroom.reply(.text("", status: 404), at: "/feed")
        newsroom.reply(.text(row.page, status: row.status), at: "/page")
        let output = try await add("/page")
        #expect(output.status == .world)
        #expect(output.complaints.first?.contains(row.says) == true)
    }

    @Test func `import takes what is new, and export gives all of it back`() async throws {
        let other = """
            <opml version="2.0"><body><outline text="World">
            <outline xmlUrl="https://a.org/f" text="A"/><outline xmlUrl="https://b.org/f" text="B"/></outline>
            <outline xmlUrl="\(newsroom.server.url("/feed"))"/><outline xmlUrl="ftp://c.org/"/></body></opml>
            """
        let file = try newsroom.folder.write(other, to: "other.opml")
        let mine =
            "<opml version=\"2.0\">\n<body>\n  <!-- mine -->\n  <outline xmlUrl=\"https://b.org/f\"/>\n</body>\n</opml>\n"
        try newsroom.folder.write(mine, to: "mine.opml")
        try name("mine.opml")
        #expect(try lists().take(file, into: nil, isDryRun: true).text.hasPrefix("1 feed would be added to"))
        let output = try lists().take(file, into: nil, isDryRun: false)
        #expect(output.text.contains("2 listed already"))
        #expect(output.complaints.count == 1 && output.complaints[0].contains("ftp://c.org/"))
        #expect(
            newsroom.folder.text(of: "mine.opml").contains("<!-- mine -->"),
            "a list stays the person's own"
        )

        let export = try lists().export(now: .start)
        #expect(export.text.contains("https://a.org/f") && export.text.contains("https://b.org/f"))
        let copy = try newsroom.folder.write(export.text, to: "copy.opml")
        #expect(try lists().take(copy, into: nil, isDryRun: true).text.hasPrefix("0 feeds would be added"))
    }

    @Test func `check asks every feed and says which cannot be read`() async throws {
        let settings = newsroom.folder.text(of: "tocsin.toml")
        let more = "[[feed]]\nurl = \"\(newsroom.server.url("/old"))\"\noutlet = \"Old\"\n"
        try newsroom.folder.write(settings + "\n" + more, to: "tocsin.toml")
        newsroom.reply(.text("<link rel=alternate type=application/rss+xml href=/feed>"), at: "/")
        let check = try FeedsCheck(config: config, environment: [:])
        let output = try await check.run(holding: nil, json: false) { _, _ in }
        #expect(output.status == .world)
        #expect(
            output.text.hasPrefix(
                """
                Old  \(newsroom.server.url("/old"))
                    cannot be read: the server answered 404 Not Found: the feed may have moved
                    perhaps it is now at \(newsroom.server.url("/feed"))
                Example  \(newsroom.server.url("/feed"))
                    rss20, 2 items, latest
                """
            )
        )
        #expect(output.text.hasSuffix("2 feeds, 1 cannot be read\n"))
        let fine = try await check.run(holding: "example", json: true) { _, _ in }
        #expect(fine.status == .fine && fine.text.contains("\"ok\":true"))
        #expect(try await check.run(holding: "nobody", json: false) { _, _ in }.status == .input)
    }

    @Test func `poll tells a poll step by step, and writes nothing`() async throws {
        newsroom.reply(.redirect(302, to: newsroom.server.url("/feed")), at: "/way")
        let settings = newsroom.folder.text(of: "tocsin.toml").replacing("/feed", with: "/way")
        try newsroom.folder.write(settings, to: "tocsin.toml")
        let text = try await FeedTrace(config: config, environment: [:]).run("example", now: newsroom.now)
            .text
        #expect(text.hasPrefix("GET \(newsroom.server.url("/way"))\n> Accept: "))
        #expect(text.contains("< 302, on to \(newsroom.server.url("/feed"))\n< 200, "))
        #expect(text.contains("the lists find:\n  truce: A truce\n"))
        #expect(text.contains("is followed by another at"))
        #expect(newsroom.folder.text(of: "alerts.jsonl").isEmpty)
        let trace = try FeedTrace(config: config, environment: [:])
        #expect(try await trace.run("nobody", now: newsroom.now).status == .input)
        #expect(try await trace.run(newsroom.server.url("/none"), now: newsroom.now).status == .world)
    }
}
