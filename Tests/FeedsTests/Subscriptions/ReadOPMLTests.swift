import Feeds
import TestSupport
import Testing

/// A list around some outlines.
func opml(_ outlines: String, head: String = "") -> String {
    "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><head>\(head)</head><body>\n\(outlines)</body></opml>\n"
}

func readList(_ text: String) throws -> OPML { try readOPML(Array(text.utf8)) }

@Suite struct `Lists of feeds` {
    typealias Subscription = OPML.Subscription

    struct Row: Sendable, CustomTestStringConvertible {
        let outlines: String
        let feeds: [Subscription]
        let because: String
        var testDescription: String { because }
    }

    static let rows = [
        Row(
            outlines: """
                <outline text="DW" title="Deutsche Welle" type="rss" xmlUrl="https://dw.example/f" \
                htmlUrl="https://dw.example/"/>
                """,
            feeds: [Subscription(url: "https://dw.example/f", title: "DW", homepage: "https://dw.example/")],
            because: "the text is what the person named it"
        ),
        Row(
            outlines: "<outline title='DW' xmlurl='http://a/1'/><OUTLINE Text='BBC' XMLURL='http://a/2'/>",
            feeds: [
                Subscription(url: "http://a/1", title: "DW"), Subscription(url: "http://a/2", title: "BBC"),
            ],
            because: "names are written in all letters"
        ),
        Row(
            outlines: "<outline type=\"RSS\" text=\"a\" url=\"http://a/1\"/>",
            feeds: [Subscription(url: "http://a/1", title: "a")],
            because: "url, where the type says rss"
        ),
        Row(
            outlines: """
                <outline text=" World "><outline text="Asia">
                <outline text="a" xmlUrl="http://a/1"/></outline><outline text="b" xmlUrl="http://a/2"/></outline>
                <outline text="c" xmlUrl="http://a/3"/>
                """,
            feeds: [
                Subscription(url: "http://a/1", title: "a", tags: ["World", "Asia"]),
                Subscription(url: "http://a/2", title: "b", tags: ["World"]),
                Subscription(url: "http://a/3", title: "c"),
            ],
            because: "folders are tags, from the outermost in"
        ),
        Row(
            outlines: """
                <outline text="World"><outline text="a" xmlUrl="http://a/1" \
                category="/Asia/Japan, Grain,World,,/"/></outline>
                """,
            feeds: [Subscription(url: "http://a/1", title: "a", tags: ["World", "Asia", "Japan", "Grain"])],
            because: "categories are tags, each part of a path one"
        ),
        Row(
            outlines: """
                <outline text="x"><outline xmlUrl="http://a/1"/></outline>
                <outline text="y"><outline text="a" xmlUrl="HTTP://A:80/1" htmlUrl="http://a/"/></outline>
                """,
            feeds: [Subscription(url: "http://a/1", title: "a", homepage: "http://a/", tags: ["x", "y"])],
            because: "the same address is one feed, with all that is known of it"
        ),
        Row(
            outlines: "<outline text='a'><outline text='b' xmlUrl='http://a/1'><outline xmlUrl='http://a/2'/>"
                + "</outline></outline>",
            feeds: [
                Subscription(url: "http://a/1", title: "b", tags: ["a"]),
                Subscription(url: "http://a/2", tags: ["a"]),
            ],
            because: "a feed is no folder"
        ),
        Row(
            outlines: "<outline text='http://a/1' xmlUrl='http://a/1'/>",
            feeds: [Subscription(url: "http://a/1")],
            because: "an address is no name"
        ),
        Row(
            outlines: "<outline text='AT&amp;T &lt;b&gt; &#x1F4F0;&#10;news' xmlUrl='http://a/1?b&amp;c'/>",
            feeds: [Subscription(url: "http://a/1?b&c", title: "AT&T <b> \u{1F4F0} news")],
            because: "references, and a line break that a name has no use for"
        ),
        Row(
            outlines: "<outline xmlUrl='feed://a/1'/><outline xmlUrl='feed:https://a/2'/>"
                + "<outline xmlUrl='file:///var/feed.xml'/>",
            feeds: ["http://a/1", "https://a/2", "file:///var/feed.xml"].map { Subscription(url: $0) },
            because: "addresses that browsers made for feed readers, and local feeds"
        ),
        Row(
            outlines: "<outline xmlUrl='http://a/1' isComment='true'/><outline isComment='true'>"
                + "<outline xmlUrl='http://a/2'/></outline><!-- <outline xmlUrl='http://a/3'/> -->",
            feeds: [],
            because: "what was put out of use, with all below it"
        ),
        Row(
            outlines: "<outline text='a note'/><outline type='link' text='a page' url='http://a/'/>",
            feeds: [],
            because: "outlines of other kinds"
        ),
        Row(
            outlines: "<outline type='rss' text='x'><outline type='rss' xmlUrl='http://a/1'/></outline>",
            feeds: [Subscription(url: "http://a/1", tags: ["x"])],
            because: "a folder that calls itself a feed"
        ),
        Row(
            outlines: "<outline xmlns:tocsin='urn:tocsin' xmlUrl='http://a/1' tocsin:every=' 5m '/>",
            feeds: [Subscription(url: "http://a/1", every: "5m")],
            because: "tocsin's own attribute"
        ),
    ]

    @Test(arguments: rows)
    func `are read`(_ row: Row) throws {
        let list = try readList(opml(row.outlines))
        #expect(list == OPML(title: nil, feeds: row.feeds))
    }

    @Test func `have a title`() throws {
        let titles = [
            ("<title>Feeds of the &amp; desk</title>", "Feeds of the & desk"), ("<title/>", nil),
            ("<title><![CDATA[<all>\nof them]]></title>", "<all> of them"),
            ("<ownerName>x</ownerName><title>a<!-- b --> c</title><docs>d</docs>", "a c"),
            (
                "<title>\n\(String(repeating: "long", count: 30))</title>",
                String(repeating: "long", count: 30)
            ),
        ]
        for (head, title) in titles {
            let read = try readList(opml("<outline xmlUrl='http://a/'/>", head: head))
            #expect(read.title == title)
        }
    }

    @Test func `tell what they leave out, and where`() throws {
        let list = try readList(
            opml(
                """
                <outline text="a" xmlUrl="http://a/1"/>
                <outline text="b" xmlUrl="ftp://a/2"/>
                <outline xmlUrl="/feed"/>
                <outline text="c"
                    xmlUrl="http://a b/"/><outline xmlUrl="https:///x"/>
                <outline text="more" type="include" url="http://a/more.opml"/>
                <outline text="more" type="link" url="http://a/MORE.OPML"/>
                <outline text="d" type="rss"/>
                <outline text="e" xmlUrl=" "/>
                <outline text="f" xmlUrl="http://a/6"/>
                """
            )
        )
        #expect(list.feeds.map(\.title) == ["a", "f"])
        #expect(
            list.problems == [
                "line 4: the address of \"b\" is none of http, https or file: \"ftp://a/2\"",
                "line 5: the address is none of http, https or file: \"/feed\"",
                "line 6: the address of \"c\" is none of http, https or file: \"http://a b/\"",
                "line 7: the address is none of http, https or file: \"https:///x\"",
                "line 8: the list \"http://a/more.opml\" is included here and was not followed",
                "line 9: the list \"http://a/MORE.OPML\" is included here and was not followed",
                "line 10: \"d\" is a feed without an address",
                "line 11: \"e\" is a feed without an address",
            ]
        )
        #expect(list.recovered.isEmpty)
    }

    @Test func `tell no more than anybody reads`() throws {
        let list = try readList(opml(String(repeating: "<outline xmlUrl='x:'/>\n", count: 1_000)))
        #expect(list.problems.count == 101)
        #expect(list.problems.last == "and 900 more")
    }
}

@Suite struct `Damaged lists of feeds` {
    static let rows = [
        (
            opml("<outline text='AT&T' xmlUrl='http://a/?b=1&c=2&copy=3'/>"), "http://a/?b=1&c=2&copy=3",
            ["ampersands were escaped"]
        ),
        (
            "<br>Warning: x\n" + opml("<outline xmlUrl='http://a/'/>"), "http://a/",
            ["what stood before the list was skipped"]
        ),
        (
            opml("<outline text='a'><outline xmlUrl=http://a/></outline>"), "http://a/",
            ["tags that do not match were mended", "attributes were mended"]
        ),
        (
            "<opml><body><outline xmlUrl='http://a/'/><outline xmlUrl='http://b/'", "http://a/",
            ["the document ends before the list is closed"]
        ),
        (
            opml("<outline xmlUrl='http://a/'/>" + String(repeating: "<outline text='x'>", count: 1_000)),
            "http://a/", ["reading stopped at elements nested deeper than 256"]
        ),
        ("\u{FEFF}" + opml("<outline xmlUrl='http://a/'/>"), "http://a/", []),
        ("<OPML><outline xmlUrl='http://a/'/></OPML> \u{0}", "http://a/", []),
    ]

    @Test(arguments: rows)
    func `are repaired, and say so`(_ text: String, _ url: String, _ recovered: [String]) throws {
        let list = try readList(text)
        #expect(list.feeds.map(\.url) == [url])
        #expect(list.recovered == recovered)
        #expect(list.problems.isEmpty)
    }

    @Test func `are read in the encoding they are in`() throws {
        let text = "<opml><body><outline text='Zürich, Genève, Österreich' xmlUrl='http://a/'/></body></opml>"
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let labelled = Array("<?xml version='1.0' encoding='iso-8859-1'?>".utf8)
        for bytes in [latin, labelled + latin, [0xFF, 0xFE] + wide, wide, labelled + Array(text.utf8)] {
            #expect(try readOPML(bytes).feeds.map(\.title) == ["Zürich, Genève, Österreich"])
        }
    }
}

@Suite struct `What is not a list of feeds` {
    static let rows = [
        ("<!DOCTYPE html><html><body>Hello</body></html>", "an HTML page"),
        ("<html><form><input type=\"password\"></form></html>", "a login page"),
        (rss("<item><title>&lt;opml></title></item>"), "a feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><!-- <opml> --></feed>", "a feed"),
        ("{\"version\":\"https://jsonfeed.org/version/1.1\"}", "JSON"),
        ("<catalog><book/></catalog>", "XML, but not a feed (root element <catalog>)"),
        ("https://example.org/feed", "plain text"),
        ("%PDF-1.7", "binary data (PDF)"),
    ]

    @Test(arguments: rows)
    func `is named`(_ text: String, _ what: String) {
        #expect(throws: OPMLError.notAList(what: what)) { try readList(text) }
    }

    @Test func `may be nothing`() {
        for text in ["", " \n ", "\u{FEFF}"] { #expect(throws: OPMLError.empty) { try readList(text) } }
    }
}

@Suite struct `Hostile lists of feeds` {
    @Test func `do not grow, and make us read nothing else`() throws {
        let list = try readList(
            """
            <!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x" [<!ENTITY a "ha"><!ENTITY b "&a;&a;">\
            <!ENTITY x SYSTEM "file:///etc/passwd">]>\
            <opml><body><outline text="&a; &b; &x;" xmlUrl="http://a/"/></body></opml>
            """
        )
        #expect(list.feeds.map(\.title) == ["ha &b; &x;"])
    }

    @Test func `with endless tags are refused`() {
        let attributes = (0..<600).map { " a\($0)=''" }.joined()
        #expect(throws: OPMLError.tooManyAttributes(line: 3)) {
            try readList(opml("<outline\(attributes)/>"))
        }
        #expect(throws: OPMLError.tagTooLong(line: 3)) {
            try readList(opml("<outline text='\(String(repeating: "x", count: 70_000))'/>"))
        }
    }

    @Test func `with endless feeds are cut, and say so`() throws {
        let list = try readList(opml((0..<200_001).map { "<outline xmlUrl='http://a/\($0)'/>" }.joined()))
        #expect(list.feeds.count == 200_000)
        #expect(list.problems == ["line 3: more than 200000 feeds; this one was left out"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `in many folders with endless names do not grow`() throws {
        let names = (0..<100).map { "<outline text='\($0)\(String(repeating: "x", count: 5_000))'>" }.joined()
        let feeds = (0..<600).map { "<outline xmlUrl='http://a/\($0 % 300)'/>" }.joined()
        let list = try readList(opml(names + feeds))
        #expect(list.feeds.count == 300)
        #expect(list.feeds.allSatisfy { $0.tags.count == 100 && $0.tags[99].utf8.count == 200 })
        #expect(list.problems.first == "line 3: the folder's name was cut to 200 characters")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<outline ", "<outline>", "<outline text='x'>", "<outline xmlUrl='http://a/'/>",
            "<outline xmlUrl='",
            "<opml", "<opml>", "<title>", "<!--", "<![CDATA[", "&", "<", "</outline>", "\n",
            "<outline xmlUrl='x:'/>",
        ]
    )
    func `made of one piece take linear time`(_ piece: String) {
        let many = String(repeating: piece, count: 20_000)
        for text in [many, "<opml>" + many, "<opml><body><outline text='a'>" + many] {
            _ = try? readList(text)
        }
    }

    @Test func `of random bytes are read or refused`() {
        var random = SeededRandom(seed: 1)
        let parts = [
            "<", ">", "outline", " ", "xmlUrl=", "'", "\"", "<body>", "</", "/>", "http://a/", "&", "\n",
        ]
        for _ in 0..<2_000 {
            var bytes = Array("<opml>".utf8)
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                let pick = Int.random(in: 0...parts.count, using: &random)
                if pick < parts.count {
                    bytes += parts[pick].utf8
                } else {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            _ = try? readOPML(bytes)
        }
    }

    @Test func `are told to the person`() {
        let errors: [(OPMLError, String)] = [
            (.empty, "the document is empty"),
            (.notAList(what: "an HTML page"), "not an OPML list of feeds: an HTML page"),
            (.tooManyAttributes(line: 3), "line 3: a tag with more than 500 attributes, which no list needs"),
            (.tagTooLong(line: 3), "line 3: a tag longer than 64 KiB, which no list needs"),
        ]
        for (error, text) in errors { #expect("\(error)" == text) }
    }
}
