import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite struct `The template of a channel` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var template: String?
        var changes: [String: SettingsEntry.Value?] = [:]
        /// What is wrong, where the file is FILE; nil where nothing is.
        let mistake: String?
        let because: String

        var testDescription: String { "\(name): \(because)" }
    }

    static let rows = [
        Row(name: "slack", template: "{{title}}", mistake: nil, because: "a text is what chat tools take"),
        Row(
            name: "slack",
            template: #"{"text": "{{title}}"}"#,
            changes: ["template": .string("body")],
            mistake: nil,
            because: "or a body"
        ),
        Row(
            name: "webhook",
            template: #"["{{title}}"]"#,
            mistake: nil,
            because: "a webhook takes nothing but a body"
        ),
        Row(
            name: "webhook",
            template: "<a>{{title}}</a>",
            changes: ["content_type": .string("text/xml; charset=utf-8"), "format": .string("template")],
            mistake: nil,
            because: "a body need not be JSON"
        ),
        Row(
            name: "webhook",
            template: "{{title}}",
            changes: ["template": .string("text")],
            mistake: "no template can write the text of [[channel]]: say template = \"body\"",
            because: "a payload has no place for a text"
        ),
        Row(
            name: "telegram",
            template: "{}",
            changes: ["template": .string("body")],
            mistake: "no template can write the body of [[channel]]: say template = \"text\"",
            because: "the body holds the chat and the marks of the text"
        ),
        Row(
            name: "webhook",
            changes: ["format": .string("template")],
            mistake: "[[channel]] needs template_file, the name of the template's file",
            because: "there is no template"
        ),
        Row(
            name: "slack",
            changes: ["template": .string("text")],
            mistake: "[[channel]] needs template_file, the name of the template's file",
            because: "there is no template"
        ),
        Row(
            name: "webhook",
            changes: ["content_type": .string("text/plain")],
            mistake: "content_type is that of a template: it needs template_file",
            because: "the payload's content type is not ours to choose"
        ),
        Row(
            name: "webhook",
            template: "{{title}}",
            changes: ["content_type": .string("image/png")],
            mistake:
                "content_type must be of JSON, XML, HTML, plain text or a form, such as \"application/json\"",
            because: "nobody knows how values are written in it"
        ),
        Row(
            name: "slack",
            changes: ["template_file": .string("/nowhere/desk.mustache")],
            mistake: "template_file: /nowhere/desk.mustache cannot be read: No such file or directory",
            because: "there is no such file"
        ),
        Row(
            name: "slack",
            template: String(repeating: "x", count: 70_000),
            mistake: "template_file: FILE is larger than 64 KiB",
            because: "no template is"
        ),
        Row(
            name: "slack",
            template: "one\n  {{#others}} two",
            mistake: "FILE:2:3: the section others is never closed: put {{/others}} where it ends",
            because: "a mistake has its place"
        ),
        Row(
            name: "slack",
            template: String(repeating: "long ", count: 1_000),
            mistake: "FILE: what it writes about an alert is too long for the channel",
            because: "the channel's own limit holds"
        ),
        Row(
            name: "webhook",
            template: "{\"text\": \"{{{title}}}\"}",
            mistake:
                "FILE: what it writes about an alert full of markup, quotes and control characters is no JSON: "
                + "in its line 1, at \"q\" 'a' C:\\n exe.gpj…\"",
            because: "a raw value breaks out of its string"
        ),
        Row(
            name: "webhook",
            template: "{\"link\": {{#link}}\"{{link}}\"{{/link}} }",
            mistake:
                "FILE: what it writes about an alert without link, excerpt, date and other reports is no JSON: in its line 1, at "
                + "\"}\"",
            because: "not every alert has a link"
        ),
        Row(
            name: "webhook",
            template: "{ {{#alerts}}\"{{id}}\": 1{{/alerts}} }",
            mistake:
                "FILE: what it writes about a digest of three alerts is no JSON: in its line 1, at \"\"hostile\": 1\"bare\":…\"",
            because: "several take commas"
        ),
        Row(
            name: "discord",
            template: "[\"{{title}}\"]",
            changes: ["template": .string("body")],
            mistake: "FILE: what it writes about an alert is no object of JSON with members in it",
            because: "the service reads members"
        ),
    ]

    @Test(arguments: rows)
    func `is tried when the settings are read`(_ row: Row) throws {
        var changes = row.changes
        var file = ""
        if let template = row.template {
            file = try folder.write(template, to: "desk.mustache")
            changes["template_file"] = .string(file)
        }
        let mistakes = Setup.mistakes(row.name, changes).map {
            $0.replacing(file.isEmpty ? "FILE" : file, with: "FILE")
        }
        if let mistake = row.mistake {
            #expect(mistakes.count == 1 && mistakes[0].hasPrefix(mistake), "\(mistakes)")
        } else {
            #expect(mistakes == [])
        }
    }

    @Test func `is none of an alert log, which other commands read back`() throws {
        let changes: [String: SettingsEntry.Value?] = [
            "path": .string("alerts.jsonl"), "template_file": .string("x"),
        ]
        let known = "[[channel]] knows name, path, type"
        #expect(Setup.mistakes("file", changes) == ["unknown key template_file in [[channel]]; \(known)"])
    }

    @Test func `on a terminal stands between headline and link`() throws {
        let file = try folder.write("{{source}} says:\n{{#terms}}{{.}}{{/terms}}", to: "desk.mustache")
        let settings: [String: SettingsEntry.Value?] = ["template_file": .string(file)]
        #expect(Setup.mistakes("stdout", settings) == [])
        let template = try Template(
            String(decoding: Data(contentsOf: URL(filePath: file)), as: UTF8.self),
            ContentType(.plain)
        )
        let plain = PlainText(colour: false, moment: universalTime, template: template)
        let alert = Alert.about("A truce")
        #expect(
            plain.text(of: Parcel(id: "1", channel: "console", .alert(alert))) == """
                NORMAL  A truce
                        Ceasefire · Example · published 2025-07-21 10:00 UTC · alert \(alert.id)
                        Example says:
                        A truce
                        https://example.org/a

                """
        )
        var json = settings
        json["format"] = .string("json")
        #expect(Setup.mistakes("stdout", json) == ["a template writes text: leave format = \"json\" out"])
    }

    @Test func `is remarked upon with its place`() throws {
        let file = try folder.write("{{title}}\n{{sorce}} {{{link}}}", to: "desk.mustache")
        let configuration = try Setup.configuration("slack", ["template_file": .string(file)])
        #expect(
            configuration.remarks == [
                "\(file):2:1: there is no sorce here; did you mean source?",
                "\(file):2:11: link is written as the publisher wrote it, markup and all: write {{link}}",
            ]
        )
    }
}
