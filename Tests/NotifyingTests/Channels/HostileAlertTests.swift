import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite(.timeLimit(.minutes(2))) struct `A hostile alert` {
    @Test(arguments: Setup.names)
    func `breaks no limit and calls nobody`(_ name: String) async throws {
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = try Setup.channel(name, web: web)
        var alerts = HostileAlerts(seed: 7)
        for number in 0..<25 {
            let alert = alerts.next()
            try check(channel, name, .alert(alert), "\(number)")
            try check(channel, name, .update(alert), "\(number) as an update")
        }
        let some = (0..<12).map { _ in alerts.next() }
        let silenced = Silenced(
            author: "@here <b>",
            reason: "<!channel> [x](https://evil.test)",
            until: .start
        )
        for occasion in [
            Occasion.news, .digest, .flood(term: "@here <!channel>"), .quietHours, .silence(silenced),
        ] {
            try check(channel, name, .alerts(some, occasion), "\(occasion)")
        }
        await web.shutDown()
    }

    /// A text of a desk's own, in which every value stands bare; the first character lets judges know it.
    private static let text = """
        ¶ {{title}} {{name}} {{source}} {{#excerpt}}{{text}}{{/excerpt}}
        {{#others}}{{source}} {{/others}}{{#terms}}{{.}} {{/terms}}{{line}}
        """

    @Test(arguments: Setup.namesWithText)
    func `breaks no limit and calls nobody through a template`(_ name: String) async throws {
        let web = try HTTPClient(userAgent: "tocsin/test")
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.text, to: "desk.mustache")
        let channel = try Setup.channel(name, ["template_file": .string(file)], web: web)
        var alerts = HostileAlerts(seed: 11)
        for number in 0..<40 {
            try check(channel, name, .alert(alerts.next()), "\(number)")
        }
        try check(channel, name, .alerts((0..<12).map { _ in alerts.next() }, .digest), "a digest")
        await web.shutDown()
    }

    private func check(
        _ channel: any Channel,
        _ name: String,
        _ contents: Parcel.Contents,
        _ what: String
    ) throws {
        let parcel = Parcel(id: "id-1", channel: "desk", contents)
        let packed = try #require(try channel.pack(parcel), "\(name) cannot tell \(what)")
        #expect(packed.count > 0 && packed.count <= parcel.ids.count)
        let body = packed.message.body
        let text = try #require(String(validating: body, as: UTF8.self))
        let problems = name == "zulip" ? formProblems(text) : try jsonProblems(name, body)
        #expect(problems == [], "\(name), \(what)")
    }

    // MARK: - Judges

    private func formProblems(_ body: String) -> [String] {
        var fields: [String: String] = [:]
        for part in body.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1).map {
                percentDecoded(String($0))
            }
            fields[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
        let content = fields["content"] ?? ""
        return textProblems(content)
            + problems("content", length: content.unicodeScalars.count, 10_000)
            + problems("topic", length: fields["topic"]?.unicodeScalars.count ?? 0, 60)
            + (content.contains(/@\*/.matchingSemantics(.unicodeScalar)) ? ["a mention"] : [])
    }

    private func jsonProblems(_ name: String, _ body: [UInt8]) throws -> [String] {
        let json = try JSONDecoder().decode(Parsed.self, from: Data(body))
        var found = json.strings.flatMap { textProblems($0.text) }
        switch name {
        case "slack", "slack bot": found += slack(json)
        case "discord": found += discord(json)
        case "teams": found += teams(json) + problems("bytes", length: body.count, 20_000)
        case "mattermost", "rocketchat":
            found += mattermost(json) + problems("bytes", length: body.count, 60_000)
        case "telegram": found += telegram(json)
        case "ntfy":
            found += problems("message", length: json["message"].text.utf8.count, 4_096)
            found += problems("bytes", length: body.count + 80, 8_192)
            found += problems("actions", length: json["actions"].items.count, 3)
        case "matrix":
            found +=
                problems("bytes", length: body.count, 60_000)
                + tags(json["formatted_body"].text, "p strong em a br blockquote code div")
            if json["m.mentions"] != .object([:]) { found.append("mentions") }
        case "googlechat":
            found += problems("bytes", length: body.count, 32_000)
            for (key, text) in json.strings where key == "text" { found += tags(text, "b i a") }
            if json["text"] != .null { found.append("feed text where <users/all> works") }
        case "pagerduty":
            found += problems("summary", length: json["payload"]["summary"].text.unicodeScalars.count, 1_024)
            if json["payload"]["source"].text.isEmpty { found.append("no source") }
        case "gotify": found += problems("bytes", length: body.count, 32_000)
        case "webhook": found += problems("bytes", length: body.count, 20_480)
        default: found.append("nobody judges \(name)")
        }
        return found
    }

    private func textProblems(_ text: String) -> [String] {
        let isHarmful = text.unicodeScalars.contains { steers($0) && $0 != "\n" }
        return isHarmful ? ["a control character in \(text.prefix(40))"] : []
    }

    private func problems(_ what: String, length: Int, _ limit: Int) -> [String] {
        length > limit ? ["\(what): \(length) > \(limit)"] : []
    }

    private func tags(_ html: String, _ allowed: String) -> [String] {
        let names = html.matches(of: /<\/?([A-Za-z]+)/.matchingSemantics(.unicodeScalar)).map {
            String($0.output.1)
        }
        let known = allowed.split(separator: " ").map(String.init)
        let bare = html.replacing(/<\/?[a-z]+( href="[^"<>]*")?>/.matchingSemantics(.unicodeScalar), with: "")
        return names.filter { !known.contains($0) }.map { "tag \($0)" }
            + (bare.unicodeScalars.contains("<") ? ["a stray <"] : [])
    }

    private func slack(_ json: Parsed) -> [String] {
        let total = json["blocks"].strings.filter { $0.key == "text" }.reduce(0) {
            $0 + $1.text.unicodeScalars.count
        }
        var found =
            problems("blocks", length: json["blocks"].items.count, 50)
            + problems("characters", length: total, 12_000)
        if json["text"].text.contains(/[<>]/.matchingSemantics(.unicodeScalar)) {
            found.append("an unescaped bracket in the fallback")
        }
        let types = Set(json["blocks"].strings.filter { $0.key == "type" }.map(\.text))
        let known: Set = [
            "rich_text", "rich_text_section", "rich_text_quote", "text", "link", "context", "divider",
            "plain_text", "mrkdwn", "section",
        ]
        found += types.subtracting(known).map { "element \($0)" }
        for element in json["blocks"].objects where element["type"].text == "mrkdwn" {
            if element["text"].text.hasPrefix("¶") {
                let isMarkup = element["text"].text.contains(/[<>]/.matchingSemantics(.unicodeScalar))
                found += isMarkup ? ["markup out of a feed"] : []
                continue
            }
            let date =
                /(undated|published <!date\^[0-9^]+\{date_short_pretty\} \{time\}\|[-0-9: UTC]+>) · found <!date\^[0-9^]+\{date_short_pretty\} \{time\}\|[-0-9: UTC]+>/
            if element["text"].text.wholeMatch(of: date) == nil { found.append("feed text in mrkdwn") }
        }
        return found
    }

    private func discord(_ json: Parsed) -> [String] {
        var found = json["allowed_mentions"] == .object(["parse": .array([])]) ? [] : ["mentions are allowed"]
        found += problems("content", length: json["content"].text.utf16.count, 2_000)
        found += problems("embeds", length: json["embeds"].items.count, 10)
        var total = 0
        var links: [String] = []
        for embed in json["embeds"].items {
            let fields = embed["fields"].items
            let lengths = [("title", 256), ("description", 4_096)].map {
                ($0.0, embed[$0.0].text.utf16.count, $0.1)
            }
            found += lengths.flatMap { problems($0.0, length: $0.1, $0.2) }
            found += fields.flatMap { problems("field", length: $0["value"].text.utf16.count, 1_024) }
            total += lengths.reduce(0) { $0 + $1.1 } + embed["author"]["name"].text.utf16.count
            total += embed["footer"]["text"].text.utf16.count
            total += fields.reduce(0) { $0 + $1["name"].text.utf16.count + $1["value"].text.utf16.count }
            if embed["title"].text.isEmpty { found.append("no title") }
            links += embed["url"] == .null ? [] : [embed["url"].text]
        }
        if Set(links).count < links.count { found.append("an address twice") }
        return found + problems("embeds together", length: total, 6_000)
    }

    private func teams(_ json: Parsed) -> [String] {
        json.objects.flatMap { object -> [String] in
            guard object["type"].text == "TextBlock" else { return [] }
            if object["text"].text.hasPrefix("¶") {
                return object["text"].text.contains("{{") ? ["a moment out of a feed"] : []
            }
            let date =
                /(undated|published \{\{DATE\([-0-9TZ:]+,SHORT\)\}\} \{\{TIME\([-0-9TZ:]+\)\}\}) · found \{\{DATE\([-0-9TZ:]+,SHORT\)\}\} \{\{TIME\([-0-9TZ:]+\)\}\}/
            return object["text"].text.wholeMatch(of: date) == nil ? ["feed text where it is markup"] : []
        } + (json.strings.contains { $0.key == "entities" } ? ["entities"] : [])
    }

    private func mattermost(_ json: Parsed) -> [String] {
        let read = json["attachments"].strings.filter {
            ["text", "pretext", "value", "title", "fallback"].contains($0.key)
        }
        let texts = read.map(\.text) + [json["text"].text]
        return texts.flatMap { text in
            (text.contains(/@(channel|here|all|everyone)/.matchingSemantics(.unicodeScalar))
                ? ["a mention"] : [])
                + (text.contains(/<!(channel|here|all)/.matchingSemantics(.unicodeScalar))
                    ? ["a mention as in Slack"] : [])
        }
    }

    private func telegram(_ json: Parsed) -> [String] {
        let text = json["text"].text
        let units = Array(text.utf16)
        var found =
            problems("text", length: units.count, 4_096)
            + problems("entities", length: json["entities"].items.count, 100)
        if text.contains(/@[A-Za-z0-9_]{4}/.matchingSemantics(.unicodeScalar)) { found.append("a mention") }
        for entity in json["entities"].items {
            let (start, length) = (entity["offset"].number, entity["length"].number)
            guard start >= 0, length > 0, start + length <= units.count else {
                found.append("an entity out of range")
                continue
            }
            let part = units[start..<start + length]
            let ends = [part.first, part.last].compactMap(\.self)
            if UTF16.isTrailSurrogate(ends[0]) || UTF16.isLeadSurrogate(ends[1]) {
                found.append("half a character")
            }
            let blanks = ends.compactMap { Unicode.Scalar($0) }.filter(\.properties.isWhitespace)
            if !blanks.isEmpty { found.append("an entity with blanks at its ends") }
        }
        return found
    }
}

/// JSON as it was read.
enum Parsed: Hashable, Decodable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([Parsed])
    case object([String: Parsed])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Int.self) {
            self = .integer(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let items = try? value.decode([Parsed].self) {
            self = .array(items)
        } else {
            self = .object(try value.decode([String: Parsed].self))
        }
    }

    subscript(key: String) -> Parsed {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    var text: String { if case .string(let text) = self { text } else { "" } }

    var number: Int { if case .integer(let number) = self { number } else { -1 } }

    var items: [Parsed] { if case .array(let items) = self { items } else { [] } }

    /// Every text, with the key that it stands under.
    var strings: [(key: String, text: String)] {
        switch self {
        case .array(let items): items.flatMap(\.strings)
        case .object(let members):
            members.flatMap { key, value in
                if case .string(let text) = value {
                    [(key, text)]
                } else {
                    value.strings.map { ($0.key, $0.text) }
                }
            }
        case .string(let text): [("", text)]
        default: []
        }
    }

    /// Every object, however deep.
    var objects: [Parsed] {
        switch self {
        case .array(let items): items.flatMap(\.objects)
        case .object(let members): [self] + members.values.flatMap(\.objects)
        default: []
        }
    }
}
