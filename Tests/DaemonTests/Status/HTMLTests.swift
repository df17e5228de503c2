import News
import Testing

@testable import Daemon

@Suite struct `The markup of pages` {
    static let texts: [(plain: String, escaped: String, because: String)] = [
        ("AT&T", "AT&amp;T", "an ampersand"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "a script"),
        ("\" onload='x'", "&quot; onload=&#39;x&#39;", "a way out of an attribute"),
        ("&lt;", "&amp;lt;", "what is escaped already is text, too"),
        ("a\u{0}b\u{1B}[0m", "ab[0m", "control characters"),
        ("gnp.\u{202E}exe", "gnp.exe", "a turn of direction"),
        ("a\u{FFFE}b", "ab", "what XML forbids"),
        ("one\ntwo", "one two", "a line feed"),
        ("وقف 休戦 🕊", "وقف 休戦 🕊", "other letters stay as they are"),
    ]

    @Test(arguments: texts)
    func `escapes what is put into it`(_ row: (plain: String, escaped: String, because: String)) {
        let html: HTML = "<p>\(row.plain)</p>"
        #expect(html.text == "<p>\(row.escaped)</p>", "\(row.because)")
    }

    @Test func `leaves markup as it is`() {
        let inner: HTML = "<b>\("<")</b>"
        let html: HTML = "<p>\(inner)\([inner, inner])\(7)</p>"
        #expect(html.text == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b>7</p>")
    }

    @Test func `marks the hits of a passage`() {
        let passage = [Segment("a <"), Segment("truce", hit: true), Segment("&")]
        #expect(HTML(passage).text == "a &lt;<mark>truce</mark>&amp;")
    }

    static let links: [(address: String?, isLink: Bool, because: String)] = [
        ("https://example.org/", true, "the web"),
        ("http://example.org/", true, "the web of old"),
        ("javascript:alert(1)", false, "a script"),
        ("JavaScript:alert(1)", false, "the same in disguise"),
        ("data:text/html,x", false, "a page of its own"),
        (" https://example.org/", false, "a blank before it"),
        (nil, false, "nothing"),
    ]

    @Test(arguments: links)
    func `links to the web only`(_ row: (address: String?, isLink: Bool, because: String)) {
        let html = HTML.link("text", to: row.address)
        #expect(html.text.hasPrefix("<a ") == row.isLink, "\(row.because)")
        #expect(html.text.contains("text"))
    }

    static let languages: [(tag: String?, html: String, because: String)] = [
        ("en-GB", " lang=\"en-GB\"", "a language"),
        ("\"><script>", "", "something else"),
        ("", "", "nothing"),
        (nil, "", "not known"),
    ]

    @Test(arguments: languages)
    func `names a language that is one`(_ row: (tag: String?, html: String, because: String)) {
        #expect(HTML.language(row.tag).text == row.html, "\(row.because)")
    }

    @Test func `draws what is not nothing so that it can be seen`() {
        let plot = Plot.bars([0, 1, 100], label: "\"hits\"").text
        #expect(plot.contains("aria-label=\"&quot;hits&quot;\""))
        #expect(plot.contains("M5 18v-2h4v2z") && plot.contains("M10 18v-18h4v18z"))
        #expect(!plot.contains("M0 18v-"))
        #expect(!Plot.bars([0, 0], label: "").text.contains("v-2h4"))
    }
}
