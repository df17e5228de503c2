import Feeds
import Testing

@Suite struct `What is not a feed` {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let what: String
        var testDescription: String { what }
    }

    static let rows = [
        Row(text: "<!DOCTYPE html><html><body>Hello</body></html>", what: "an HTML page"),
        Row(text: "<html><form><input type=\"password\"></form></html>", what: "a login page"),
        Row(
            text: "<html><div class=\"g-recaptcha\"></div></html>",
            what: "an HTML page that wants to see a human"
        ),
        Row(text: "\u{1}\u{2}\u{3}\u{4}", what: "binary data"),
        Row(text: "%PDF-1.7", what: "binary data (PDF)"),
        Row(text: "Not found", what: "plain text"),
        Row(text: "{\"error\":404}", what: "JSON that is not JSON Feed"),
        Row(
            text: "<?xml version=\"1.0\"?><catalog><book/></catalog>",
            what: "XML, but not a feed (root element <catalog>)"
        ),
        Row(text: "<opml version=\"2.0\"><body/></opml>", what: "an OPML subscription list"),
    ]

    @Test(arguments: rows)
    func `is named`(_ row: Row) {
        #expect(throws: FeedError.notAFeed(what: row.what)) { try read(row.text) }
    }

    @Test func `may be nothing`() {
        for text in ["", " \n ", "\u{FEFF}"] { #expect(throws: FeedError.empty) { try read(text) } }
    }

    @Test func `is told to the person`() {
        let errors: [(FeedError, String)] = [
            (.empty, "the document is empty"),
            (
                .notAFeed(what: "an HTML page"),
                "not a feed but an HTML page; check the address, the site may have moved its feed"
            ),
            (.tooManyAttributes(line: 3), "line 3: a tag with more than 500 attributes, which no feed needs"),
            (.tagTooLong(line: 3), "line 3: a tag longer than 64 KiB, which no feed needs"),
            (.brokenXML(line: 3, message: "x"), "line 3: broken XML: x"),
            (.brokenJSON(message: "x"), "broken JSON: x"),
        ]
        for (error, text) in errors { #expect("\(error)" == text) }
    }
}
