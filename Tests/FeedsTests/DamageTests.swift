import Feeds
import Testing

@Suite struct `Damaged feeds` {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let titles: [String]
        let repair: String
        var testDescription: String { repair }
    }

    static let rows = [
        Row(
            text: rss(
                "<item><title>AT&T & Co &amp; more &lt;3</title></item><item><title>a &amp; b</title></item>"
            ),
            titles: ["AT&T & Co & more <3", "a & b"],
            repair: "ampersands were escaped"
        ),
        Row(
            text: rss("<item><title>Cea\u{0}se\u{8}fire</title></item><item><title>b</title></item>"),
            titles: ["Ceasefire", "b"],
            repair: "control characters were left out"
        ),
        Row(
            text: "<br />\n<b>Warning</b>: no such file in <b>x.php</b>"
                + rss("<item><title>a</title></item>"),
            titles: ["a"],
            repair: "what stood before the feed was skipped"
        ),
        Row(
            text: rss("<item><title>Caf&eacute;&nbsp;&euro;5</title></item>"),
            titles: ["Café €5"],
            repair: "HTML entities were read without a DTD"
        ),
        Row(
            text: rss(
                "<item><title>a</title><description><p>x<br>y</description></item><item><title>b</title></item>"
            ),
            titles: ["a", "b"],
            repair: "tags that do not match were mended"
        ),
        Row(
            text: rss("<item><title>5 < 6</title></item>"),
            titles: ["5 < 6"],
            repair: "tags that do not match were mended"
        ),
        Row(
            text: rss("<item><title>a</title><enclosure url=/a.mp3 x></enclosure></item>"),
            titles: ["a"],
            repair: "attributes were mended"
        ),
    ]

    @Test(arguments: rows)
    func `are repaired, and say so`(_ row: Row) throws {
        let feed = try read(row.text)
        #expect(feed.items.map(\.title) == row.titles)
        #expect(feed.recovered == [row.repair])
        #expect(feed.isComplete)
    }

    @Test(arguments: [
        "<rss><channel><item><title>a</title></item><item><title>b",
        "<rss><channel><item><title>a</title></item>",
    ])
    func `that were cut keep the whole items and are not complete`(_ text: String) throws {
        let feed = try read(text)
        #expect(feed.items.map(\.title) == ["a"])
        #expect(!feed.isComplete)
        #expect(feed.recovered == ["the document ends before the feed is closed"])
    }

    @Test func `at every cut are read or refused`() {
        let whole = Array(Formats.rows[1].text.utf8)
        // Without its last ">" the root still counts as closed.
        for length in 0..<(whole.count - 1) {
            let feed = try? parseFeed(Array(whole[..<length]), url: "", contentType: nil)
            #expect(feed?.isComplete != true, "cut at \(length)")
        }
    }

    @Test func `with an apostrophe in the DOCTYPE are read`() throws {
        let doctypes = ["<!DOCTYPE rss [<!-- don't --><!ENTITY co \"ACME\">]>", "<!DOCTYPE rss 'x [>"]
        for doctype in doctypes {
            #expect(try read(doctype + rss("<item><title>a</title></item>")).items.map(\.title) == ["a"])
        }
    }

    @Test func `in a namespace nobody knows are read by their root`() throws {
        let feed = try read("<feed xmlns='urn:x'><entry><id>1</id><title>a</title></entry></feed>")
        #expect(feed.items.map(\.title) == ["a"])
    }

    @Test func `with junk after the root are whole`() throws {
        let feed = try read(rss("<item><title>a</title></item>") + "<!-- 0.2 s --><junk>&")
        #expect(feed.isComplete)
        #expect(feed.recovered.isEmpty)
    }
}
