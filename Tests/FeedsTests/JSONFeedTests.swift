import Feeds
import FoundationEssentials
import Testing

@Suite struct `JSON Feed` {
    @Test func `is read leniently`() throws {
        let feed = try read(
            """
            {"version":"https://jsonfeed.org/version/1","author":{"name":"F"},"items":[{"id":12345678901234567890,\
            "title":3,"external_url":"/x","content_text":"a < b\\nc","tags":["t",1,"u"],"date_modified":"soon",\
            "attachments":[{"url":"/a.mp3"},{}]},{"id":"2","authors":[{"name":"E"}]}, 7]}
            """
        )
        let item = try #require(feed.items.first)
        #expect(feed.version == "json1")
        #expect(feed.items.count == 2)
        #expect(item.id == "12345678901234567890")
        #expect(item.title == "3")
        #expect(item.link == "https://example.org/x")
        #expect(item.content == "a < b\nc")
        #expect(item.categories == ["t", "u"])
        #expect(item.enclosures == ["https://example.org/a.mp3"])
        #expect(item.wrongDate == "soon")
        #expect(feed.items.map(\.authors) == [["F"], ["E"]])
    }

    @Test func `that is cut is broken`() {
        #expect { try read("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{") } throws: {
            error in
            guard case .brokenJSON = error as? FeedError else { return false }
            return true
        }
    }

    /// A document with one item that has these members.
    private func item(_ members: String, feed: String = "") throws -> ParsedItem? {
        try read("{\"version\":\"https://jsonfeed.org/version/1.1\"\(feed),\"items\":[{\(members)}]}").items
            .first
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var members: String
        var field: @Sendable (ParsedItem) -> String?
        var value: String?
        var because: String
        var testDescription: String { because }
    }

    /// The members of an item, as jsonfeed.org describes them, and how publishers get them wrong.
    static let rows = [
        Row(members: #""id":"a""#, field: \.id, value: "a", because: "id"),
        Row(members: #""id":7"#, field: \.id, value: "7", because: "an id that is a number is made a text"),
        Row(members: #""id":1.5"#, field: \.id, value: "1.5", because: "so is a fraction"),
        Row(members: #""id":null"#, field: \.id, value: nil, because: "null is nothing"),
        Row(members: #""id":{"a":1}"#, field: \.id, value: nil, because: "an object is no id"),
        Row(members: #""url":"/a""#, field: \.link, value: "https://example.org/a", because: "url"),
        Row(
            members: #""external_url":"https://e.org/""#,
            field: \.link,
            value: "https://e.org/",
            because: "external_url"
        ),
        Row(
            members: #""url":"https://a.org/","external_url":"https://e.org/""#,
            field: \.link,
            value: "https://a.org/",
            because: "url goes first"
        ),
        Row(
            members: #""title":"A < B &amp; C""#,
            field: \.title,
            value: "A < B &amp; C",
            because: "a title is plain text"
        ),
        Row(members: #""title":" ""#, field: \.title, value: nil, because: "a blank title is none"),
        Row(
            members: #""content_html":"<p>a</p><p>b</p>""#,
            field: \.content,
            value: "a\nb",
            because: "content_html"
        ),
        Row(members: #""content_text":"a\n\nb""#, field: \.content, value: "a\nb", because: "content_text"),
        Row(
            members: #""content_html":"<p></p>","content_text":"b""#,
            field: \.content,
            value: "b",
            because: "HTML without words makes way"
        ),
        Row(members: #""summary":"s""#, field: \.summary, value: "s", because: "summary"),
        Row(
            members: #""date_published":"2010-02-07T14:04:00-05:00""#,
            field: { $0.published?.formatted(.iso8601) },
            value: "2010-02-07T19:04:00Z",
            because: "date_published"
        ),
        Row(
            members: #""date_modified":"2010-02-07T14:04:00Z""#,
            field: { $0.updated?.formatted(.iso8601) },
            value: "2010-02-07T14:04:00Z",
            because: "date_modified"
        ),
        Row(members: #""date_published":"soon""#, field: \.wrongDate, value: "soon", because: "no date"),
        Row(
            members: #""date_published":1265569440"#,
            field: \.wrongDate,
            value: "1265569440",
            because: "a number is no date"
        ),
        Row(members: #""language":"uk""#, field: \.language, value: "uk", because: "language, of 1.1"),
        Row(
            members: #""authors":[{"name":"A"},{"url":"x"},{"name":"B"}]"#,
            field: { $0.authors.joined(separator: ", ") },
            value: "A, B",
            because: "authors, of 1.1"
        ),
        Row(
            members: #""author":{"name":"A"}"#,
            field: { $0.authors.joined() },
            value: "A",
            because: "author, of 1.0"
        ),
        Row(
            members: #""authors":[],"author":{"name":"A"}"#,
            field: { $0.authors.joined() },
            value: "A",
            because: "an empty list makes way"
        ),
        Row(
            members: #""id":"a""#,
            field: { $0.authors.joined() },
            value: "Feed",
            because: "the feed's author is inherited"
        ),
        Row(
            members: #""tags":["a","b",3]"#,
            field: { $0.categories.joined(separator: ",") },
            value: "a,b",
            because: "tags"
        ),
        Row(
            members: #""attachments":[{"url":"/a.mp3","mime_type":"audio/mpeg"},{"mime_type":"x"}]"#,
            field: { $0.enclosures.joined(separator: ",") },
            value: "https://example.org/a.mp3",
            because: "attachments"
        ),
        Row(
            members: #""_x":{"about":"y"},"id":"a""#,
            field: \.id,
            value: "a",
            because: "extensions are passed over"
        ),
        Row(members: #""title":"\ud83d\ude00 \u00e9""#, field: \.title, value: "😀 é", because: "escapes"),
    ]

    @Test(arguments: rows)
    func `has items`(_ row: Row) throws {
        let found = try item(row.members, feed: ",\"author\":{\"name\":\"Feed\"}")
        #expect(try row.field(#require(found)) == row.value)
    }

    @Test func `has members of its own`() throws {
        let feed = try read(
            """
            {"version":"https://jsonfeed.org/version/1.1","title":"T","description":"D","home_page_url":"/h",\
            "feed_url":"/f","language":"de","items":[]}
            """
        )
        #expect(
            [feed.title, feed.description, feed.link, feed.language] == [
                "T", "D", "https://example.org/h", "de",
            ]
        )
        #expect(feed.version == "json11")
        #expect(feed.kind == .json)
        #expect(feed.isComplete)
    }

    @Test func `that is cut gives the items before`() throws {
        let text = """
            {"version":"https://jsonfeed.org/version/1.1","authors":[{"name":"A"}],"items":[{"id":"1","title":"a } ]"},\
            {"id":"2","tags":["x"]},{"id":"3","title":"half
            """
        let feed = try read(text)
        #expect(feed.items.map(\.id) == ["1", "2"])
        #expect(!feed.isComplete)
        #expect(feed.recovered == ["the document ends before the feed is closed"])
    }

    @Test func `with raw control characters in its texts is read`() throws {
        let feed = try read(
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"title\":\"a\tb\nc\"}]} junk"
        )
        #expect(feed.items.first?.title == "a b c")
        #expect(feed.isComplete)
        #expect(feed.recovered == ["control characters in texts became spaces"])
    }
}
