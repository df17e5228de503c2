import Feeds
import FoundationEssentials
import Testing

/// Reads a feed written as a string.
func read(
    _ text: String,
    url: String = "https://example.org/feeds/all.xml",
    itemLimit: Int = 1000
) throws -> ParsedFeed {
    try parseFeed(Array(text.utf8), url: url, contentType: nil, itemLimit: itemLimit)
}

/// An RSS feed around some elements of its channel.
func rss(_ channel: String) -> String { "<rss version=\"2.0\"><channel>\(channel)</channel></rss>" }

/// 21 July 2025, 10:00 UTC.
let july21 = Date(timeIntervalSince1970: 1_753_092_000)

@Suite struct `Formats` {
    struct Row: Sendable, CustomTestStringConvertible {
        let version: String
        let text: String
        var testDescription: String { version }
    }

    static let rows = [
        Row(
            version: "rss20",
            text: rss(
                """
                <title>Desk</title><link>https://example.org/</link><item><title>Ceasefire</title>\
                <link>/a</link><guid isPermaLink="false">7</guid><pubDate>Mon, 21 Jul 2025 10:00:00 GMT</pubDate>\
                <description>&lt;p&gt;Talks&lt;/p&gt;&lt;p&gt;again&lt;/p&gt;</description></item>
                """
            )
        ),
        Row(
            version: "atom10",
            text: """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><link href="https://example.org/"/>\
                <entry><title>Ceasefire</title><link href="/a"/><id>7</id>\
                <published>2025-07-21T12:00:00+02:00</published><content type="xhtml">\
                <div xmlns="http://www.w3.org/1999/xhtml"><p>Talks</p><p>again</p></div></content></entry></feed>
                """
        ),
        Row(
            version: "atom03",
            text: """
                <feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Desk</title>\
                <link rel="alternate" href="https://example.org/"/><entry><title>Ceasefire</title>\
                <link rel="alternate" href="/a"/><id>7</id><issued>2025-07-21T10:00:00Z</issued>\
                <content type="text/html" mode="escaped">Talks&lt;br&gt;again</content></entry></feed>
                """
        ),
        Row(
            version: "rss10",
            text: """
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" \
                xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desk</title>\
                <link>https://example.org/</link></channel><item rdf:about="7"><title>Ceasefire</title>\
                <link>/a</link><dc:date>2025-07-21T10:00Z</dc:date><description>Talks&lt;hr/&gt;again</description>\
                </item></rdf:RDF>
                """
        ),
        Row(
            version: "json11",
            text: """
                {"version":"https://jsonfeed.org/version/1.1","title":"Desk","home_page_url":"https://example.org/",\
                "items":[{"id":7,"title":"Ceasefire","url":"/a","date_published":"2025-07-21T10:00:00Z",\
                "content_html":"<p>Talks<p>again"}]}
                """
        ),
    ]

    @Test(arguments: rows)
    func `say the same thing`(_ row: Row) throws {
        let feed = try read(row.text)
        #expect(feed.version == row.version)
        #expect(feed.title == "Desk")
        #expect(feed.link == "https://example.org/")
        #expect(feed.isComplete)
        #expect(feed.recovered.isEmpty)
        let item = try #require(feed.items.first)
        #expect(feed.items.count == 1)
        #expect(item.id == "7")
        #expect(item.title == "Ceasefire")
        #expect(item.link == "https://example.org/a")
        #expect(item.published == july21)
        #expect((item.content ?? item.summary) == "Talks\nagain")
    }

    @Test func `are told apart by version`() throws {
        for (version, name) in [("0.91", "rss091"), ("0.92", "rss092"), ("2.0.1", "rss20"), ("9", "rss")] {
            #expect(try read("<rss version=\"\(version)\"><channel/></rss>").version == name)
        }
    }
}

@Suite struct `Elements` {
    @Test func `of namespaces are known by their namespace, or by their prefix where it is not declared`()
        throws
    {
        let item = """
            <item><PREFIX:creator>Jane Doe</PREFIX:creator><PREFIX:subject>Grain</PREFIX:subject></item>
            """
        let declared = "<rss xmlns:x=\"http://purl.org/dc/elements/1.1/\"><channel>\(item)</channel></rss>"
        for text in [declared.replacing("PREFIX", with: "x"), rss(item.replacing("PREFIX", with: "dc"))] {
            let feed = try read(text)
            #expect(feed.items.first?.authors == ["Jane Doe"])
            #expect(feed.items.first?.categories == ["Grain"])
        }
    }

    @Test func `of RSS give the publisher's wishes`() throws {
        let feed = try read(
            """
            <rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><ttl>30</ttl>\
            <skipHours><hour>24</hour><hour>5</hour></skipHours><skipDays><day>sunday</day></skipDays>\
            <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rss>
            """
        )
        #expect(feed.ttlMinutes == 30)
        #expect(feed.skipHours == [0, 5])
        #expect(feed.skipDays == ["Sunday"])
        #expect(feed.syndicationInterval == .seconds(6 * 3600))
    }

    @Test func `of the channel's image are not the channel's`() throws {
        let feed = try read(rss("<image><title>Logo</title><url>/l.png</url></image><title>Desk</title>"))
        #expect(feed.title == "Desk")
    }

    @Test func `carry Atom's authors down from feed and source`() throws {
        let feed = try read(
            """
            <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><source><author><name>S</name></author>\
            </source></entry><entry><id>2</id></entry><entry><id>3</id><author><name>E</name></author></entry>\
            <author><name>F</name></author></feed>
            """
        )
        #expect(feed.items.map(\.authors) == [["S"], ["F"], ["E"]])
    }

    @Test func `resolve links against xml:base, then the feed's address`() throws {
        let feed = try read(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><entry xml:base="y/"><id>1</id>\
            <link href="z?a=1&amp;b=2"/></entry></feed>
            """
        )
        #expect(feed.items.first?.link == "https://example.org/x/y/z?a=1&b=2")
    }

    @Test func `give a link from a guid only where it is one`() throws {
        let feed = try read(
            rss(
                """
                <item><guid>https://example.org/a</guid></item>\
                <item><guid isPermaLink="false">https://example.org/b</guid></item>\
                <item><guid>/c</guid></item>\
                <item><guid>/d</guid><link>https://example.org/page</link></item>\
                <item><title>No link of its own</title></item>
                """
            )
        )
        let links = ["https://example.org/a", nil, "https://example.org/c", "https://example.org/page", nil]
        #expect(feed.items.map(\.link) == links)
    }

    @Test func `attach media and name the author without the address`() throws {
        let feed = try read(
            rss(
                """
                <item><author>ed@example.org (Jane Doe)</author><enclosure url="/a.mp3" type="audio/mpeg"/>\
                <media:content url="/b.mp4"/></item>
                """
            )
        )
        let item = try #require(feed.items.first)
        #expect(item.authors == ["Jane Doe"])
        #expect(item.enclosures == ["https://example.org/a.mp3", "https://example.org/b.mp4"])
    }

    @Test func `keep a date nobody can read as text`() throws {
        let feed = try read(rss("<item><pubDate>31 Feb 2025</pubDate></item>"))
        #expect(feed.items.first?.published == nil)
        #expect(feed.items.first?.wrongDate == "31 Feb 2025")
    }

    @Test func `beyond the limit leave the newest items, in document order`() throws {
        let items = (1...9).map { "<item><guid>\($0)</guid><pubDate>2025-07-0\($0)</pubDate></item>" }
        let feed = try read(rss(items.joined()), itemLimit: 2)
        #expect(feed.items.map(\.id) == ["8", "9"])
        #expect(!feed.isComplete)
        #expect(feed.recovered == ["only the newest 2 of 9 items were kept"])
    }

    @Test func `print as one line of JSON`() throws {
        let json = try read(rss("<item><guid>7</guid><link>https://e.org/a</link></item>")).schemaJSON()
        #expect(
            json == """
                {"complete":true,"encoding":"utf-8","items":[{"authors":[],"categories":[],"enclosures":[],"id":"7",\
                "link":"https://e.org/a"}],"kind":"rss","ok":true,"recovered":false,"skip_days":[],"skip_hours":[],\
                "version":"rss20"}
                """
        )
    }
}
