import Feeds
import TestSupport
import Testing

@Suite struct `Lists that a person keeps` {
    typealias Subscription = OPML.Subscription

    struct Row: Sendable, CustomTestStringConvertible {
        let list: String
        var tags: [String] = []
        /// What stands in the place of "+" in the list.
        let added: String
        let because: String
        var testDescription: String { because }
    }

    static let feed = "<outline type=\"rss\" text=\"N\" title=\"N\" xmlUrl=\"http://n/\"/>"

    static let rows = [
        Row(
            list: "<opml>\n  <body>\n    <outline text='a'/>\n+  </body>\n</opml>",
            added: "    \(feed)\n",
            because: "indented as its neighbours"
        ),
        Row(
            list: "<opml>\n<body>\n\t<outline\n\ttext='a'/>  \n\n\t\t<!-- the end -->\n+\t</body>\n</opml>",
            added: "\t\(feed)\n",
            because: "comments and odd layout stay"
        ),
        Row(
            list: "<opml>\r\n<body>\r\n<outline xmlUrl='http://a/?b&c' text='&'></outline>+</body></opml>",
            added: "\r\n\(feed)",
            because: "line ends as they are, addresses that are not escaped"
        ),
        Row(
            list: "<opml><body><outline text='a'/>+</body></opml>",
            added: feed,
            because: "all on one line"
        ),
        Row(
            list: "<opml>\n    <body>+</body>\n</opml>",
            added: "\n        \(feed)\n    ",
            because: "an empty body, at the indentation of the list"
        ),
        Row(
            list: "<opml>\n\t<body>\n+\t</body>\n</opml>",
            added: "\t\t\(feed)\n",
            because: "an empty body of two lines"
        ),
        Row(
            list: "<opml><body>\n+</body></opml>",
            added: "  \(feed)\n",
            because: "a body that begins within a line"
        ),
        Row(
            list: """
                <opml><body>
                  <outline text='&#119;orld'><outline text='World'/>
                  </outline>
                  <outline title=' World '>
                      <outline xmlUrl='http://a/' text='World'/>
                +  </outline>
                  <outline text='World'></outline>
                </body></opml>
                """,
            tags: ["World"],
            added: "      \(feed)\n",
            because: "the first folder of the first tag, and no feed of its name"
        ),
        Row(
            list: """
                <opml><body>
                  <outline text='World'>
                    <outline text='Asia'>+</outline>
                    <outline text='a'/>
                  </outline>
                </body></opml>
                """,
            tags: ["World", "Asia"],
            added: "\n      \(feed)\n    ",
            because: "folders in folders"
        ),
        Row(
            list: """
                <opml><body>
                  <outline text='World'>
                    <outline text='a'/>
                +  </outline>
                </body></opml>
                """,
            tags: ["World", "A & B", "c"],
            added: """
                    <outline text="A &amp; B">
                      <outline text="c">
                        \(feed)
                      </outline>
                    </outline>

                """,
            because: "folders for tags that have none"
        ),
        Row(
            list:
                "<!DOCTYPE opml [<!-- <body> -->]><opml><!-- <body/> --><head><title><![CDATA[<body/>]]></title>"
                + "</head><body>\n+</body></opml>\n<!-- done -->",
            added: "  \(feed)\n",
            because: "what only looks like the body"
        ),
        Row(
            list:
                "\u{FEFF}<?xml version='1.0' encoding='utf-8'?>\n<opml>\n <body>\n  <outline text='é'/>\n+ </body></opml>",
            added: "  \(feed)\n",
            because: "a byte order mark"
        ),
    ]

    @Test(arguments: rows)
    func `get a feed and stay as they are`(_ row: Row) throws {
        let before = row.list.replacing("+", with: "")
        let edited = try opml(
            Array(before.utf8),
            adding: Subscription(url: "http://n/", title: "N", tags: row.tags)
        )
        #expect(String(decoding: edited, as: UTF8.self) == row.list.replacing("+", with: row.added))
        #expect(try readOPML(edited).feeds.contains { $0.url == "http://n/" && $0.tags == row.tags })
    }

    @Test(arguments: [
        ("<opml><body/></opml>", "<opml><body>\n  FEED\n</body></opml>"),
        ("<opml>\n  <body />\n</opml>", "<opml>\n  <body>\n    FEED\n  </body>\n</opml>"),
        (
            "<opml>\n  <Body a='1'\n  />\n</opml>",
            "<opml>\n  <Body a='1'>\n    FEED\n  </Body>\n</opml>"
        ),
    ])
    func `get an end tag where they have none`(_ before: String, _ after: String) throws {
        let edited = try opml(Array(before.utf8), adding: Subscription(url: "http://n/", title: "N"))
        #expect(String(decoding: edited, as: UTF8.self) == after.replacing("FEED", with: Self.feed))
    }

    @Test func `take many feeds at once, neighbours with a tag in one folder`() throws {
        let list = "<opml>\n<body>\n  <outline text='a' xmlUrl='http://a/'/>\n</body>\n</opml>"
        let feeds = [("http://b/", ["X"]), ("http://c/", ["X"]), ("http://d/", [])].map {
            Subscription(url: $0.0, tags: $0.1)
        }
        let edited = try opml(Array(list.utf8), adding: feeds)
        let text = String(decoding: edited, as: UTF8.self)
        #expect(text.hasPrefix(String(list.prefix(50))))
        #expect(text.contains("\n  <outline text=\"X\">\n    <outline type=\"rss\" text=\"http://b/\""))
        #expect(Array(try readOPML(edited).feeds.dropFirst()) == feeds)
        #expect(try opml(Array(list.utf8), adding: [Subscription]()) == Array(list.utf8))
    }

    @Test func `get tocsin's attribute with its namespace`() throws {
        let feed = Subscription(url: "http://n/", every: "5m")
        for (root, isDeclared) in [("<opml>", false), ("<opml xmlns:tocsin='urn:tocsin'>", true)] {
            let edited = try opml(Array("\(root)<body></body></opml>".utf8), adding: feed)
            let text = String(decoding: edited, as: UTF8.self)
            #expect(text.contains("xmlns:tocsin=\"urn:tocsin\" tocsin:every=\"5m\"") == !isDeclared)
            #expect(try readOPML(edited).feeds == [feed])
        }
    }

    @Test func `of another encoding get references, as long as they are ASCII`() throws {
        let feed = Subscription(url: "http://n/", title: "Zürich \u{1F4F0}")
        for encoding in ["us-ascii", "iso-8859-1", "windows-1251", "x-unknown"] {
            let list = "<?xml version='1.0' encoding='\(encoding)'?><opml><body></body></opml>"
            let edited = try opml(Array(list.utf8), adding: feed)
            #expect(edited.allSatisfy { $0 < 0x80 })
            #expect(try readOPML(edited).feeds == [feed])
        }
    }

    static let refusals: [(String, OPMLError)] = [
        (
            "<opml>\n<body>\n<outline>\n</body></opml>",
            .notEditable(line: 4, why: "a tag has no partner or no end")
        ),
        (
            "<opml>\n<body>\n</outline></body></opml>",
            .notEditable(line: 3, why: "a tag has no partner or no end")
        ),
        (
            "<opml><body>\n<outline text='a' </body></opml>",
            .notEditable(line: 2, why: "a tag has no partner or no end")
        ),
        (
            "<opml><body>\n<outline text=a/></body></opml>",
            .notEditable(line: 2, why: "an attribute is not well-formed")
        ),
        (
            "<opml>\n<body>\n</body>",
            .notEditable(line: 3, why: "the list is not closed, or nested too deep")
        ),
        (
            "<opml>\n<body><!-- </body></opml>",
            .notEditable(line: 2, why: "the list is not closed, or nested too deep")
        ),
        ("<opml>\n<head/></opml>", .notEditable(line: 2, why: "the list has no <body>")),
        ("x<opml><body/></opml>", .notEditable(line: 1, why: "something stands before the list")),
        ("<html><body></body></html>", .notAList(what: "an HTML page")),
        ("", .empty),
    ]

    @Test(arguments: refusals)
    func `are left alone where they are damaged`(_ list: String, _ error: OPMLError) {
        #expect(throws: error) { try opml(Array(list.utf8), adding: Subscription(url: "http://n/")) }
    }

    @Test func `are left alone where they are in another encoding`() {
        let text = "<opml><body><outline text='Zürich'/></body></opml>"
        let label = "<?xml version='1.0' encoding='iso-8859-1'?>"
        let latin = (label + text).unicodeScalars.map { UInt8($0.value) }
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for (bytes, name) in [(latin, "windows-1252"), (wide, "utf-16le")] {
            #expect(throws: OPMLError.otherEncoding(name)) {
                try opml(bytes, adding: Subscription(url: "http://n/"))
            }
        }
    }

    @Test(arguments: 0..<200)
    func `read back with the feed behind those they had`(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var feeds: [Subscription] = []
        var list = Array(opmlText(of: [], title: nil, created: july21).utf8)
        for number in 0..<6 {
            let feed = RandomSubscription.make(number, using: &random)
            feeds.append(feed)
            list = try opml(list, adding: feed)
        }
        let read = try readOPML(list)
        #expect(Set(read.feeds) == Set(feeds))
        #expect(read.problems.isEmpty)
        #expect(read.recovered.isEmpty)
    }

    @Test func `of random bytes are edited or refused`() {
        var random = SeededRandom(seed: 2)
        let parts = [
            "<", ">", "<outline text='a'>", "</outline>", "<body>", "</body>", "<body/>", "/>", " ", "\n",
            "'", "&",
            "</opml>", "<!--", "-->", "é",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<30, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let bytes = Array("<opml>\(text)".utf8)
            guard let edited = try? opml(bytes, adding: Subscription(url: "http://n/", tags: ["a", "b"]))
            else {
                continue
            }
            #expect((try? readOPML(edited).feeds.last?.url) == "http://n/", "\(text)")
        }
    }

    @Test func `are told of to the person`() {
        let errors: [(OPMLError, String)] = [
            (
                .otherEncoding("utf-16le"),
                "not in UTF-8 throughout (read as utf-16le); save it in UTF-8, then a feed can be added"
            ),
            (
                .notEditable(line: 3, why: "the list has no <body>"),
                "line 3: the list has no <body>; put this right, then a feed can be added"
            ),
        ]
        for (error, text) in errors { #expect("\(error)" == text) }
    }
}
