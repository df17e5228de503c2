import Feeds
import FoundationEssentials
import TestSupport
import Testing

@Suite struct `Written lists of feeds` {
    typealias Subscription = OPML.Subscription

    @Test func `are indented, with folders of neighbours`() {
        let text = opmlText(
            of: [
                Subscription(url: "http://a/1?b&c", title: "AT&T", homepage: "http://a/", tags: ["x", "y"]),
                Subscription(url: "http://a/2", tags: ["x"], every: "5m"),
                Subscription(url: "http://a/3"),
                Subscription(url: "http://a/4", title: "\"<4>\"", tags: ["x", "y"]),
            ],
            title: "The desk's feeds",
            created: july21
        )
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <opml version="2.0" xmlns:tocsin="urn:tocsin">
                  <head>
                    <title>The desk's feeds</title>
                    <dateCreated>Mon, 21 Jul 2025 10:00:00 GMT</dateCreated>
                  </head>
                  <body>
                    <outline text="x">
                      <outline text="y">
                        <outline type="rss" text="AT&amp;T" title="AT&amp;T" xmlUrl="http://a/1?b&amp;c" htmlUrl="http://a/"/>
                      </outline>
                      <outline type="rss" text="http://a/2" title="http://a/2" xmlUrl="http://a/2" tocsin:every="5m"/>
                    </outline>
                    <outline type="rss" text="http://a/3" title="http://a/3" xmlUrl="http://a/3"/>
                    <outline text="x">
                      <outline text="y">
                        <outline type="rss" text="&quot;&lt;4&gt;&quot;" title="&quot;&lt;4&gt;&quot;" xmlUrl="http://a/4"/>
                      </outline>
                    </outline>
                  </body>
                </opml>

                """
        )
    }

    @Test func `may be empty, at any moment`() throws {
        let dates = [
            (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_825_599, "Tue, 29 Feb 2000 11:59:59 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ]
        for (seconds, text) in dates {
            let list = opmlText(of: [], title: nil, created: Date(timeIntervalSince1970: seconds))
            #expect(list.contains("<dateCreated>\(text)</dateCreated>"))
            #expect(try readList(list) == OPML(title: nil, feeds: []))
        }
    }

    @Test(arguments: 0..<300)
    func `are the same list when read back`(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let feeds = (0..<Int.random(in: 0...12, using: &random)).map { number in
            RandomSubscription.make(number, using: &random)
        }
        let title = RandomSubscription.text(using: &random)
        let text = opmlText(of: feeds, title: title, created: july21)
        #expect(try readList(text) == OPML(title: title, feeds: feeds))
    }

    @Test func `hold feeds in more folders than anybody has`() throws {
        let feed = Subscription(url: "http://a/", tags: (0..<300).map { "tag \($0)" })
        let read = try readList(opmlText(of: [feed, feed], title: nil, created: july21))
        #expect(read.feeds.first?.tags == Array(feed.tags.prefix(253)))
        #expect(read.recovered.isEmpty)
    }

    @Test func `have texts on one line`() {
        let feed = Subscription(
            url: " http://a/ ",
            title: "\u{0}The\n\tfirst \u{FFFE}",
            homepage: " ",
            tags: [" a ", "a", "", "b\r\nc", "A"],
            every: "\n"
        )
        #expect(feed.url == "http://a/")
        #expect(feed.title == "The first")
        #expect(feed.homepage == nil)
        #expect(feed.tags == ["a", "b c", "A"])
        #expect(feed.every == nil)
    }
}

/// Feeds put together at random from what is hard to write.
enum RandomSubscription {
    private static let pieces = [
        "&", "&amp;", "<", ">", "\"", "'", "/", ",", "\n", "\r\n", "\t", "  ", "]]>", "<!--", "\u{1F4F0}",
        "\u{1F1FA}\u{1F1E6}", "أخبار", "חדשות", "\u{202E}", "é", "e\u{301}", "news", "World", "\u{7F}",
        "\u{85}", "\u{A0}", "\u{2028}", "\u{0}", "\u{1B}", "&#10;", "&eacute;", "%20", "=", "http://a/",
        "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "{", "\\",
    ]

    static func text(using random: inout SeededRandom) -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    static func make(_ number: Int, using random: inout SeededRandom) -> OPML.Subscription {
        let schemes = ["http://a", "https://é.example", "file:///var"]
        return OPML.Subscription(
            url: "\(schemes.randomElement(using: &random) ?? "")/\(number)?a=1&b=<\"'>&amp;",
            title: text(using: &random),
            homepage: text(using: &random),
            tags: (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Bool.random(using: &random) ? text(using: &random) : "World"
            },
            every: Bool.random(using: &random) ? text(using: &random) : nil
        )
    }
}
