import Feeds
import Testing

@Suite struct `Hostile feeds` {
    @Test func `do not make text grow`() throws {
        var declarations = "<!ENTITY a \"ha\">"
        for (name, part) in zip("bcdefghij", "abcdefghi") {
            declarations += "<!ENTITY \(name) \"\(String(repeating: "&\(part);", count: 10))\">"
        }
        let feed = try read("<!DOCTYPE rss [\(declarations)]>" + rss("<item><title>&a; &j;</title></item>"))
        #expect(feed.items.first?.title == "ha &j;")
    }

    @Test func `do not make us read files or addresses`() throws {
        let text = """
            <!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">\
            <!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]>
            """
        let feed = try read(text + rss("<item><title>a&x;b</title></item>"))
        #expect(feed.items.first?.title == "a&x;b")
    }

    @Test func `with endless attributes are refused`() {
        let attributes = (0..<50_000).map { " a\($0)=\"x\"" }.joined()
        #expect(throws: FeedError.tooManyAttributes(line: 2)) {
            try read("<rss>\n<channel\(attributes)/></rss>")
        }
        let long = String(repeating: "x", count: 70_000)
        #expect(throws: FeedError.tagTooLong(line: 1)) { try read("<rss a=\"\(long)\"></rss>") }
    }

    @Test func `nested without end stop, with the items before`() throws {
        let feed = try read(rss("<item><title>a</title></item>" + String(repeating: "<x>", count: 100_000)))
        #expect(feed.items.map(\.title) == ["a"])
        #expect(!feed.isComplete)
        #expect(feed.recovered == ["reading stopped at elements nested deeper than 256"])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<!doctype '", "<!doctype '>", "<!entity", "<!entity x \"", "<?", "<!--", "<![CDATA[", "<a ",
            "<a b='", "</",
            "&", "&#1", "]]", "<", "<a/>", "</a>", "<item>", "<rss", "\u{0}", "<!", "<a:b:c d:e:f=''/>",
        ]
    )
    func `made of one piece take linear time`(_ piece: String) {
        let many = String(repeating: piece, count: 15_000)
        for text in [many, "<!DOCTYPE rss [" + many, "<rss><channel><item><title>" + many] {
            _ = try? read(text)
        }
    }

    @Test func `with endless text lose the text, not the next item`() throws {
        let endless = String(repeating: "word ", count: 3_000_000)
        let feed = try read(
            rss("<item><description>\(endless)</description></item><item><title>b</title></item>")
        )
        #expect(feed.items.count == 2)
        #expect(feed.items.last?.title == "b")
        #expect(feed.recovered == ["texts longer than 4 MiB were cut"])
    }
}
