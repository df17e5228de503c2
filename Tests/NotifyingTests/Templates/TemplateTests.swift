import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

@Suite struct `A template` {
    private func text(
        _ template: String,
        _ parts: [String: TemplateValue],
        _ type: ContentType
    ) throws -> String {
        try Template(template, type).text(of: parts)
    }

    // MARK: - Values

    static let hostile = [
        #"He said "no" \ 'yes'"#, "line\nfeed\r\tand\u{0}\u{1B}[31m", "\u{2028}\u{2029}\u{85}\u{FEFF}",
        "{{title}} {{{secret}}} {{#secret}}x{{/secret}} {{% CONTENT_TYPE: plain-json}}",
        "<!channel> @everyone <@U1> @**all** <users/all>", "<b>&amp;</b>", "[a](javascript:x) **b** _c_ `d`",
        "{{DATE(2020-01-01T00:00:00Z)}}", "👨‍👩‍👧 🇺🇦 e\u{301}", "", "}} }}} {{", "\",\"admin\":true,\"x\":\"",
    ]

    @Test(arguments: hostile)
    func `writes JSON that reads back as what was given`(_ value: String) throws {
        let template = #"{"a": "{{title}}", "b": ["{{#list}}{{.}}{{/list}}"], "c": {"d": "<{{title}}>"}}"#
        let parts: [String: TemplateValue] = [
            "title": .text(value), "list": .list([.text(value), "-", .text(value)]), "secret": "s3cret",
        ]
        let text = try text(template, parts, ContentType(.plain, isJSON: true))
        let json = try JSONDecoder().decode(Parsed.self, from: Data(text.utf8))
        #expect(json["a"].text == value)
        #expect(json["b"].items.map(\.text) == ["\(value)-\(value)"])
        #expect(json["c"]["d"].text == "<\(value)>")
        #expect(!text.contains("\u{2028}") && !text.contains("s3cret"))
    }

    @Test(arguments: hostile)
    func `never reads a publisher's text as a template`(_ value: String) throws {
        for markup in Markup.allCases {
            for type in [ContentType(markup), ContentType(markup, isJSON: true)] {
                let text = try text("[{{title}}]", ["title": .text(value), "secret": "s3cret"], type)
                #expect(text == "[\(type.escapeText(value))]", "\(type)")
            }
        }
    }

    static let escapes: [(markup: Markup, given: String, written: String)] = [
        (.plain, #"<b> "x" & @here"#, #"<b> "x" & @here"#),
        (.html, #"<b> "x" & 'y'"#, "&lt;b&gt; &quot;x&quot; &amp; &#39;y&#39;"),
        (.slack, "<!channel> & *b*", "&lt;!channel&gt; &amp; *b*"),
        (
            .discord, "@everyone **b** <@1>",
            #"@"# + "\u{200B}" + #"everyone \*\*b\*\* \<@"# + "\u{200B}" + #"1\>"#
        ),
        (.markdown, "@all [x](y)", "@\u{200B}all \\[x\\]\\(y\\)"),
        (.card, "{{TIME(x)}} *b*", "{\u{200B}{\u{200B}TIME\\(x\\)}} \\*b\\*"),
        (.form, "a&b=c d", "a%26b%3Dc%20d"),
    ]

    @Test(arguments: escapes)
    func `writes a value so that it is only text`(
        _ row: (markup: Markup, given: String, written: String)
    ) throws {
        let parts: [String: TemplateValue] = ["title": .text(row.given)]
        #expect(try text("{{title}}", parts, ContentType(row.markup)) == row.written)
        let json = try text(#"["{{title}}"]"#, parts, ContentType(row.markup, isJSON: true))
        let read = try JSONDecoder().decode([String].self, from: Data(json.utf8))
        #expect(read == [row.written], "in JSON it is the same, quoted once more")
    }

    @Test func `writes lists, answers and what is not there`() throws {
        let parts: [String: TemplateValue] = [
            "others": .list([
                .parts(["source": "DW", "hit": true]), .parts(["source": "BBC", "hit": false]),
            ]),
            "none": .list([]), "yes": true, "no": false, "name": "desk",
        ]
        let template = """
            {{! a remark }}
            {{#others}}
            - {{source}}{{#hit}}!{{/hit}}{{^last()}},{{/last()}}
            {{/others}}
            {{#none}}never{{/none}}{{^none}}none{{/none}} {{#yes}}yes{{/yes}}{{#no}}no{{/no}} {{count(others)}}
            {{uppercased(name)}} {{^missing}}missing{{/missing}}{{missing}}
            """
        let text = try text(template, parts, ContentType(.plain))
        #expect(text == "- DW!,\n- BBC\nnone yes 2\nDESK missing")
    }

    // MARK: - Mistakes

    static let mistakes: [(template: String, mistake: String)] = [
        ("a\n {{title", "2:2: the tag is never closed: }} is missing"),
        ("{{{title}}", "1:1: the tag is never closed: }}} is missing"),
        ("{{title\n}}", "1:1: the tag is never closed: }} is missing"),
        ("é👨‍👩‍👧{{#others}}x", "1:3: the section others is never closed: put {{/others}} where it ends"),
        ("x{{/others}}", "1:2: {{/others}} closes nothing"),
        ("{{#a}}\n{{/b}}", "2:1: {{/b}} stands where {{/a}}, for the section of line 1, must be"),
        ("{{}}", "1:1: {{}} is no tag: write a name such as {{title}}, in letters, digits and _"),
        (
            "{{two words}}",
            "1:1: {{two words}} is no tag: write a name such as {{title}}, in letters, digits and _"
        ),
        ("{{f(a}}", "1:1: {{f(a}} is no tag: write a name such as {{title}}, in letters, digits and _"),
        ("{{a..b}}", "1:1: {{a..b}} is no tag: write a name such as {{title}}, in letters, digits and _"),
        ("{{> other}}", "1:1: a template stands alone: {{> … }} cannot take up another one"),
        ("{{<p}}{{$b}}{{/b}}{{/p}}", "1:1: a template stands alone: {{< … }} cannot take up another one"),
        ("{{=| |=}}|#a||/a|", "1:1: the braces of tags cannot be changed: leave {{= … }} out"),
        (
            "{{% CONTENT_TYPE: TEXT}}",
            "1:1: how values are written follows from the channel: leave {{% … }} out"
        ),
        (
            String(repeating: "{{#a}}", count: 20_000),
            "1:97: sections may be nested 16 deep, and this one is deeper"
        ),
    ]

    @Test(arguments: mistakes)
    func `is complained about with line and column`(_ row: (template: String, mistake: String)) {
        let error = #expect(throws: TemplateMistake.self) {
            _ = try Template(row.template, ContentType(.plain))
        }
        #expect(error.map { "\($0.line):\($0.column): \($0.message)" } == row.mistake)
    }

    @Test func `of random tags and braces is read, or complained about`() throws {
        let pieces = [
            "{{", "}}", "{", "}", "#a", "/a", "^a", "&", "!", "a", "(", ")", ".", "=", "%", "\n", " ", "é",
            "$", ">",
        ]
        var chance = SeededRandom(seed: 5)
        var read = 0
        var missed: [String] = []
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...12, using: &chance)
            let text = (0..<length).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
            do throws(TemplateMistake) {
                _ = try Template(text, ContentType(.plain)).text(of: ["a": "x"])
                read += 1
            } catch {
                if error.message.hasPrefix("is no Mustache") { missed.append("\(text) \(error)") }
            }
        }
        #expect(missed == [], "the scanner lets nothing pass that the library refuses")
        #expect(read > 1_000)
    }

    // MARK: - Remarks

    static let remarks: [(template: String, remarks: [String])] = [
        ("{{title}} {{#link}}{{link}}{{/link}} {{#others}}{{source}} {{title}}{{/others}}", []),
        (
            "{{#terms}}{{.}}{{^last()}}, {{/last()}}{{/terms}}{{#excerpt}}{{#hit}}{{text}}{{/hit}}{{/excerpt}}",
            []
        ),
        ("{{#alerts}}{{title}}{{#others}}{{link}}{{/others}}{{/alerts}} {{heading}} {{more_others}}", []),
        (
            "{{^link}}{{title}}{{/link}}{{uppercased(name)}}{{count(others)}}{{#empty(terms)}}{{/empty(terms)}}",
            []
        ),
        (
            "{{#terms}}{{#first()}}{{.}}{{/first()}}{{^last()}}{{.}}{{/last()}}{{#urgent}}{{.}}{{/urgent}}{{/terms}}",
            []
        ),
        ("{{titel}}", ["1:1: there is no titel here; did you mean title?"]),
        ("\n{{#other}}{{/other}}", ["2:1: there is no other here; did you mean others?"]),
        ("{{text}}", ["1:1: there is no text here; docs/templates.md names all there is"]),
        ("{{zzzzzzzz}}", ["1:1: there is no zzzzzzzz here; docs/templates.md names all there is"]),
        ("{{others}}", ["1:1: others is a list: write {{#others}} … {{/others}}"]),
        ("{{#others}}{{.}}{{/others}}", ["1:12: . has parts: write the name of one of them"]),
        (
            "{{shout(name)}}",
            ["1:1: there is no shout() here; known: uppercased(), lowercased(), capitalized()"]
        ),
        ("{{first(others)}}", ["1:1: there is no first() here; known: count(), empty()"]),
        (
            "{{{title}}}{{&link}}",
            [
                "1:1: title is written as the publisher wrote it, markup and all: write {{title}}",
                "1:12: link is written as the publisher wrote it, markup and all: write {{link}}",
            ]
        ),
    ]

    @Test(arguments: remarks)
    func `is remarked upon where it is probably not meant so`(
        _ row: (template: String, remarks: [String])
    ) throws {
        let template = try Template(row.template, ContentType(.plain))
        let complete = Parcel.complete.parts(detail: .full)
        #expect(TemplateLint.warnings(about: template, complete: complete) == row.remarks)
    }
}
