import Feeds
import TestSupport
import Testing

func links(_ page: String, url: String = "https://example.org/blog/post") -> [FeedLink] {
    feedLinks(inPage: Array(page.utf8), url: url, contentType: "text/html; charset=utf-8")
}

@Suite struct `Feeds that a page declares` {
    struct Row: Sendable, CustomTestStringConvertible {
        let page: String
        let links: [FeedLink]
        let because: String
        var testDescription: String { because }
    }

    static let feed = FeedLink(url: "https://example.org/feed", kind: .rss)
    static let link = "<link rel=alternate type=application/rss+xml href=/feed>"

    static let rows = [
        Row(
            page: """
                <html><head><link rel="alternate" type="application/rss+xml" title="The &quot;desk&quot;&#39;s
                  feed" href="/feed?a=1&amp;b=2"></head></html>
                """,
            links: [
                FeedLink(url: "https://example.org/feed?a=1&b=2", title: "The \"desk\"'s feed", kind: .rss)
            ],
            because: "as the notes on autodiscovery write it"
        ),
        Row(page: link, links: [feed], because: "no quotes, no page around it"),
        Row(
            page:
                "<LINK HREF='/feed'TYPE = 'Application/RSS+XML; charset=utf-8'\n/REL='nofollow\tALTERNATE'/>",
            links: [feed],
            because: "attributes in any order, letters and layout"
        ),
        Row(
            page: """
                <link rel=alternate type=application/atom+xml href=a><link rel=alternate type=text/xml href=b>
                <link rel=alternate type=application/xml href=c><link rel=alternate type=application/feed+json href=d>
                <link rel=alternate type=application/json href=feed/e><link rel=alternate type=application/rdf+xml href=rss>
                """,
            links: [
                FeedLink(url: "https://example.org/blog/a", kind: .atom),
                FeedLink(url: "https://example.org/blog/b"), FeedLink(url: "https://example.org/blog/c"),
                FeedLink(url: "https://example.org/blog/d", kind: .json),
                FeedLink(url: "https://example.org/blog/feed/e", kind: .json),
                FeedLink(url: "https://example.org/blog/rss", kind: .rdf),
            ],
            because: "the types that feeds have"
        ),
        Row(
            page: """
                <link rel=alternate type=application/json href=/wp-json/posts/1><link rel=alternate type=text/html href=/de>
                <link rel=alternate type=application/json+oembed href=/feed/x><link rel=stylesheet href=/rss.css>
                <link rel="alternate stylesheet" type=text/xml href=/x><link rel=alternate hreflang=de href=/de>
                <link rel=alternate type=application/rdf+xml href=/foaf><link rel=EditURI type=application/rsd+xml href=/rsd>
                <link rel=feed type=text/html href=/feeds>
                """,
            links: [],
            because: "what is no feed"
        ),
        Row(
            page: "<link rel='feed' href='/f1'><a rel='feed' href='/f2'>All <b>news</b></a>"
                + "<a rel=alternate type=application/rss+xml href=/f3>",
            links: [
                FeedLink(url: "https://example.org/f1"),
                FeedLink(url: "https://example.org/f2", title: "All news"),
                FeedLink(url: "https://example.org/f3", kind: .rss),
            ],
            because: "the relation \"feed\", and links of the body"
        ),
        Row(
            page: "\(link)<base href='//cdn.example.org/x/'><base href='/y/'>"
                + "<link rel=alternate type=application/rss+xml href=rss.xml>",
            links: [
                FeedLink(url: "https://cdn.example.org/feed", kind: .rss),
                FeedLink(url: "https://cdn.example.org/x/rss.xml", kind: .rss),
            ],
            because: "the first base, wherever it stands"
        ),
        Row(
            page: "<base href='javascript:x'>\(link)",
            links: [feed],
            because: "a base that is none"
        ),
        Row(
            page: """
                <link rel=alternate type=text/xml href="HTTPS://Example.org/feed#top">\
                <link rel=alternate type=application/rss+xml title=News href="/feed"><a href="/feed">RSS</a>
                """,
            links: [FeedLink(url: "HTTPS://Example.org/feed", title: "News", kind: .rss)],
            because: "the same address is one link, with all that is known of it"
        ),
        Row(
            page: """
                <link rel=alternate type=application/rss+xml title="Comments on this" href=/a>\
                <link rel=alternate type=application/rss+xml href=/comments/feed/>\(link)<a href=/all.rss>
                """,
            links: [
                feed, FeedLink(url: "https://example.org/all.rss", isDeclared: false),
                FeedLink(url: "https://example.org/a", title: "Comments on this", kind: .rss),
                FeedLink(url: "https://example.org/comments/feed/", kind: .rss),
            ],
            because: "comments come last"
        ),
        Row(
            page: "<link rel=alternate type=application/rss+xml href='feed:https://a.example/f'>"
                + "<link rel=alternate type=application/rss+xml href=' https://a.example/a\n/b c '>"
                + "<link rel=alternate type=application/rss+xml href='file:///etc/passwd'>"
                + "<link rel=alternate type=application/rss+xml href='data:x'>"
                + "<link rel=alternate type=application/rss+xml href=''>"
                + "<link rel=alternate type=application/rss+xml>",
            links: [
                FeedLink(url: "https://a.example/f", kind: .rss),
                FeedLink(url: "https://a.example/a/b%20c", kind: .rss),
            ],
            because: "addresses as browsers read them, of the web alone"
        ),
        Row(
            page: "<link rel=alternate type=application/rss+xml href=/a href=/b title=A title=B>",
            links: [FeedLink(url: "https://example.org/a", title: "A", kind: .rss)],
            because: "of two attributes the first"
        ),
    ]

    @Test(arguments: rows)
    func `are found`(_ row: Row) {
        #expect(links(row.page) == row.links)
    }

    static let hidden = [
        "<!-- LINK -->", "<!--> --", "<!-- > LINK --!>", "<!---->", "<!--->", "<script>\"LINK\"</script>",
        "<SCRIPT>LINK</SCRIPT\n>", "<style>LINK</style >", "<title>LINK</titles>LINK</title>",
        "<textarea>LINK</textarea>", "<noscript>LINK</noscript>", "<template>LINK</template>",
        "<![CDATA[LINK LINK]]>", "<!DOCTYPE html \"x\">", "<?php LINK ?", "<p title='LINK'>",
        "<p title=\"LINK\">",
        "</p title='LINK'>", "<script>a</scripts></script>", "<!x><?x><!>", "<link rel=x",
        "<iframe>LINK</iframe>",
    ]

    @Test(arguments: hidden)
    func `are not what is no markup, and stand behind it`(_ hidden: String) {
        let decoy = Self.link.replacing("/feed", with: "/decoy")
        let page = hidden.replacing("LINK", with: decoy) + ">" + Self.link
        #expect(links(page) == [Self.feed])
    }

    @Test func `are found where something before them has no end`() {
        for open in [
            "<script>", "<title>", "<noscript>", "<![CDATA[ x>", "<svg><title/>", "</", "</>", "<p <",
        ] {
            #expect(links(open + ">" + Self.link) == [Self.feed], "\(open)")
        }
        // To browsers all of it is a comment, or the value of an attribute.
        for open in ["<!--", "<p title='"] { #expect(links(open + Self.link).isEmpty) }
        #expect(links(String(Self.link.dropLast())).isEmpty)
    }

    @Test func `are read in the page's encoding`() {
        let head = "<link rel=alternate type=application/rss+xml title='Новости' href=/feed>"
        let cyrillic = head.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : UInt8($0.value - 0x350) }
        for meta in ["<meta charset=windows-1251>", "<meta content='text/html; Charset = windows-1251'>"] {
            let page = Array(meta.utf8) + cyrillic
            let found = feedLinks(inPage: page, url: "https://example.org/", contentType: "text/html")
            #expect(found.map(\.title) == ["Новости"])
        }
        let typed = feedLinks(
            inPage: cyrillic,
            url: "https://example.org/",
            contentType: "text/html; charset=windows-1251"
        )
        #expect(typed.map(\.title) == ["Новости"])
    }
}

@Suite struct `Feeds that a page only links to` {
    static let rows = [
        ("/news.rss", true, "by ending"), ("/x/atom.xml", true, "XML that says atom"),
        ("/rss/world.xml", true, "XML below rss"), ("/sitemap.xml", false, "other XML"),
        ("/feed/", true, "a folder"), ("/blog/RSS", true, "in capitals"),
        ("/feed/atom/", true, "a feed's format"),
        ("/feed.json", true, "JSON Feed"), ("?feed=rss2", true, "by parameter"),
        ("/?a=1&format=rss", true, "the same"),
        ("https://feeds.example.org/desk", true, "a host of feeds"),
        ("feed://example.org/x", true, "by scheme"),
        ("/feedback", false, "a word that only begins so"),
        ("/feeds", false, "most often a page about feeds"),
        ("/feed/update/7", false, "a stream of a social network"), ("#rss", false, "a place in the page"),
        ("/rss-guide.html", false, "a page about feeds"), ("mailto:rss@example.org", false, "mail"),
        ("https://reader.example/add/https://example.org/feed", false, "a reader's link"),
        ("/blog/post", false, "a page"), ("ftp://example.org/a.rss", false, "not on the web"),
    ]

    @Test(arguments: rows)
    func `look like one`(_ address: String, _ isFeed: Bool, _ because: String) {
        let found = links("<p><a class=x href=\"\(address)\"> The <i>feed</i>\n</a>")
        #expect(found.count == (isFeed ? 1 : 0), "\(because)")
        #expect(found.allSatisfy { !$0.isDeclared && $0.title == "The feed" })
    }

    @Test func `come behind those it declares, and are not the page itself`() {
        let page =
            "<a href=/a.rss></a><a href=/rss>this</a><a type=application/atom+xml href=/b>b</a>"
            + "<link rel=alternate href=/c.rss><link rel=alternate type=application/rss+xml href=/d>"
        let found = links(page, url: "https://example.org/rss")
        #expect(found.map(\.url) == ["d", "a.rss", "b", "c.rss"].map { "https://example.org/\($0)" })
        #expect(found.map(\.isDeclared) == [true, false, false, false])
    }

    @Test func `are at most twenty`() {
        let many = (0..<30).map { "<a href='/\($0).rss'>" }.joined()
        #expect(
            links(many + `Feeds that a page declares`.link).map(\.url).prefix(2) == [
                "https://example.org/feed", "https://example.org/0.rss",
            ]
        )
        #expect(links(many).count == 20)
    }

    @Test func `may be at the usual addresses`() {
        let usual = [
            "/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json",
        ]
        for page in [
            "https://example.org:8443", " https://example.org:8443/a/b?c=/d#e ", "https://example.org:8443?x",
        ] {
            #expect(usualFeedAddresses(of: page) == usual.map { "https://example.org:8443\($0)" })
        }
        for page in ["", "example.org", "file:///a", "https://", "https:///a", "mailto:a@example.org"] {
            #expect(usualFeedAddresses(of: page).isEmpty, "\(page)")
        }
    }
}

@Suite struct `Hostile pages` {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<link ", "<!--", "<!-- -", "<link rel=alternate type=text/xml href=/a>", "<link a=\"",
            "<a href='", "</", "<",
            "<script>", "<script></scrip", "<title></", "<![CDATA[", "<!", "<?", "&", "<a href=/a.rss>",
            "<base href=a>",
            "charset=", "<a href=&", "<a =", "- -", "<noscript><template>", "charset = utf-",
            "<a rel=feed href=a/../>",
        ]
    )
    func `made of one piece take linear time`(_ piece: String) {
        let many = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        #expect(links(many).count <= 20)
        #expect(links("<html><head>" + many + ">" + many).count <= 20)
    }

    @Test func `with endless attributes and addresses are read`() {
        let long = String(repeating: "x/", count: 200_000)
        let page = "<base href='/\(long)'><link rel='\(long)' href='\(long)'><link rel=feed href=/a \(long)>"
        #expect(links(page).map(\.url) == ["https://example.org/a"])
    }

    @Test func `of random bytes are read`() {
        var random = SeededRandom(seed: 3)
        let parts = [
            "<", ">", "<link", " rel=", "alternate", " type=application/rss+xml", " href=", "\"", "'",
            "/feed", "<!--",
            "-->", "<script>", "</script>", "<base", "&amp;", "&#", "=", "/", "<a", "]]>", "<![CDATA[",
            "\u{0}", "é",
        ]
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    bytes.append(.random(in: 0...255, using: &random))
                } else {
                    bytes += (parts.randomElement(using: &random) ?? "").utf8
                }
            }
            let url = String(decoding: bytes.prefix(12), as: UTF8.self)
            _ = feedLinks(inPage: bytes, url: "https://example.org/", contentType: nil)
            _ = feedLinks(inPage: bytes, url: url, contentType: url)
            _ = usualFeedAddresses(of: "https://" + url)
        }
    }
}
