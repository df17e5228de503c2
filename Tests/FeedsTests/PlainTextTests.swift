import Feeds
import Testing

@Suite struct `Plain text` {
    struct Row: Sendable, CustomTestStringConvertible {
        let html: String
        let text: String
        let because: String
        var testDescription: String { "\(html.prefix(60)) (\(because))" }
    }

    static let rows = [
        Row(html: "<p>One</p><p>two", text: "One\ntwo", because: "blocks end a paragraph"),
        Row(html: "cease<b>fi</b>re", text: "ceasefire", because: "inline tags do not part a word"),
        Row(html: "a<br/>b<li>c<td>d<hr>e", text: "a\nb\nc\nd\ne", because: "so do breaks, cells and rules"),
        Row(
            html: "  a \n\t b&nbsp;c\u{A0}d\u{2003}e ",
            text: "a b c d e",
            because: "white space is one space"
        ),
        Row(html: "AT&amp;T &eacute;&#233;&#xE9;&#x2019;", text: "AT&T ééé’", because: "references"),
        Row(html: "&#146;s &#150;", text: "’s –", because: "windows-1252 numbers"),
        Row(html: "&NotEqualTilde;", text: "≂̸", because: "a name for two scalar values"),
        Row(
            html: "&nbsp &copy 2025 ?a=1&copy=2 &bogus; R&D",
            text: "© 2025 ?a=1&copy=2 &bogus; R&D",
            because: "bare &"
        ),
        Row(html: "&amp;lt;b&amp;gt;bold", text: "<b>bold", because: "escaped twice"),
        Row(html: "it&amp;#8217;s", text: "it’s", because: "numbers escaped twice"),
        Row(
            html: "a<script>var x = '<b>';</script>b<!-- c -->d",
            text: "abd",
            because: "scripts and comments go"
        ),
        Row(html: "a<svg><g/><svg></svg>x</svg>b", text: "ab", because: "nested dropped elements"),
        Row(html: "a <style>never closed", text: "a never closed", because: "no text is lost to an open tag"),
        Row(html: "5 < 6, x <y and z", text: "5 < 6, x <y and z", because: "not every < is a tag"),
        Row(html: "<a title=\"x > y\">z</a>", text: "z", because: "a quoted > does not end the tag"),
        Row(html: "cut in <a href=\"htt", text: "cut in", because: "a tag cut in two"),
        Row(html: "<![CDATA[a]]>", text: "a]]>", because: "CDATA is none in HTML, but its text is"),
        Row(html: "a\u{0}\u{8}&#0;&#7;b\u{7F}", text: "a b", because: "controls go"),
        Row(html: "&#x110000;&#xD800;", text: "\u{FFFD}\u{FFFD}", because: "no scalar values"),
        Row(html: "Зеле<i>нс</i>ький<p>дві", text: "Зеленський\nдві", because: "not only ASCII"),
        Row(html: "", text: "", because: "nothing"),
    ]

    @Test(arguments: rows)
    func `is what a reader sees`(_ row: Row) {
        #expect(plainText(html: row.html) == row.text)
    }

    @Test func `keeps typed lines where they matter`() {
        #expect(plainText(html: "one\n\n two\nthree", lineBreaks: .paragraph) == "one\ntwo\nthree")
        #expect(plainText(html: "one\n\n two\nthree") == "one two three")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["<", "<a ", "<!--", "<svg>", "&", "<a b=\"", "<![CDATA[", "</", "<script>", "&amp;lt;"]
    )
    func `takes linear time on hostile input`(_ piece: String) {
        _ = plainText(html: String(repeating: piece, count: 40_000))
    }
}
