import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

@Suite struct `A chat message` {
    private var alert: Alert {
        var alert = Alert.about("Kyiv agrees to a truce", priority: .urgent)
        alert.id = "3vk9wq2m5x7t1n8c"
        alert.found = .start + 90
        alert.outlet = "Harbour Post"
        alert.link = "https://news.example/a"
        alert.excerpt = [Segment("so "), Segment("Kyiv", hit: true), Segment(" said")]
        alert.match.at = "ceasefire.watch:24"
        alert.match.line = "truce"
        alert.others = ["DW", "ANSA", "AFP", "EFE", "dpa", "PAP", "TASR"].map { name in
            Report(outlet: name, link: "https://\(name.lowercased()).example/1", found: .start)
        }
        return alert
    }

    /// What a person finds in it, in whatever markup.
    @Test(arguments: Setup.names)
    func `says all there is to say`(_ name: String) throws {
        let service = try Setup.service(name)
        let written = try service.text(of: .alert(alert))
        let text = (name == "zulip" ? percentDecoded(written) : written).replacing(
            "\\",
            with: ""
        )
        let facts = [
            "Ceasefire", "Kyiv agrees to a truce", "https://news.example/a", "Harbour Post", "Kyiv",
            "ceasefire.watch:24",
            "DW", "ANSA",
        ]
        for fact in facts { #expect(text.contains(fact), "\(name) does not say \(fact)") }
        guard name != "webhook" else { return }
        #expect(text.contains("tocsin explain --stored 3vk9wq2m5x7t1n8c"), "\(name)")
        #expect(text.contains("URGENT") || text.contains("critical"), "\(name) does not show the priority")
        #expect(
            text.contains("2 more") || name == "pagerduty",
            "\(name) does not say that others are left out"
        )
        #expect(
            text.contains("2025-07-21 10:01 UTC") || text.contains("2025-07-21T10:01:30Z"),
            "\(name) does not say when"
        )
    }

    @Test(arguments: Setup.names)
    func `leads to all reports of its story where there is such a place`(_ name: String) throws {
        let service = try Setup.service(name)
        var alert = alert
        let before = try service.text(of: .alert(alert))
        #expect(!before.contains("All reports") && !before.contains("All%20reports"), "\(name)")
        alert.storyLink = "https://desk.example/story/1a2b3c4d5e6f"
        for others in [alert.others, []] {
            alert.others = others
            for contents in [Parcel.Contents.alert(alert), .update(alert)] {
                let written = try service.text(of: contents)
                let text = name == "zulip" ? percentDecoded(written) : written
                #expect(text.contains("https://desk.example/story/1a2b3c4d5e6f"), "\(name): \(text)")
                #expect(text.contains("All reports") || name == "webhook", "\(name): \(text)")
            }
        }
        alert.storyLink = "javascript:alert(1)"
        #expect(
            try !service.text(of: .alert(alert)).contains("All reports"),
            "\(name): no address of the web"
        )
    }

    /// The key under which a phone finds what it shows while it is locked.
    static let locked = [
        ("slack", "text"), ("slack bot", "text"), ("discord", "content"), ("teams", "fallbackText"),
        ("mattermost", "fallback"),
        ("rocketchat", "text"), ("googlechat", "fallbackText"), ("ntfy", "title"), ("gotify", "title"),
        ("matrix", "body"),
        ("telegram", "text"), ("pagerduty", "summary"),
    ]

    @Test(arguments: locked)
    func `makes sense on a locked phone`(_ name: String, _ key: String) throws {
        let text = try Setup.service(name).text(of: .alert(alert))
        let json = try JSONDecoder().decode(Parsed.self, from: Data(text.utf8))
        let shown = json[key] == .null ? json.strings.first { $0.key == key }?.text ?? "" : json[key].text
        #expect(shown.contains("Kyiv agrees to a truce"), "\(name): \(shown)")
        #expect(shown.prefix(200).contains("Ceasefire"), "\(name): \(shown)")
        if name != "telegram" { #expect(shown.hasPrefix("URGENT Ceasefire: "), "\(name): \(shown)") }
    }

    @Test(arguments: Setup.names)
    func `is the same at every attempt`(_ name: String) throws {
        let service = try Setup.service(name)
        #expect(try service.text(of: .alert(alert)) == service.text(of: .alert(alert)))
    }

    @Test(arguments: Setup.names.filter { $0 != "webhook" && $0 != "pagerduty" })
    func `says less of each where several come late`(_ name: String) throws {
        let occasion = Occasion.catchUp(from: .start, to: .start + 3_600)
        let service = try Setup.service(name)
        let written = try service.text(of: .alerts([alert, alert], occasion))
        let text = (name == "zulip" ? percentDecoded(written) : written).replacing(
            "\\",
            with: ""
        )
        #expect(
            text.contains(
                "2 alerts while desk could not be reached, 2025-07-21 10:00 UTC to 2025-07-21 11:00 UTC"
            ),
            "\(name)"
        )
        #expect(text.contains("Kyiv agrees to a truce"))
        #expect(!text.contains("said") && !text.contains("DW"), "\(name) says more than headlines")
    }

    @Test(arguments: Setup.names.filter { $0 != "webhook" })
    func `shrinks in steps`(_ name: String) throws {
        let service = try Setup.service(name)
        var alert = alert
        alert.excerpt = [Segment(String(repeating: "word ", count: 100))]
        let sizes = try Detail.allCases.map { try service.text(of: .alert(alert), detail: $0).utf8.count }
        #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2], "\(name): \(sizes)")
    }

    static let edits: [(name: String, reference: String, says: String)] = [
        ("slack bot", "C1 1.2", #""ts":"1.2""#), ("discord", "77", #""embeds""#),
        ("telegram", "5", #""message_id":5"#),
        ("matrix", "$a", #""m.relates_to":{"event_id":"$a","rel_type":"m.replace"}"#),
    ]

    @Test(arguments: edits)
    func `takes the place of an earlier one`(_ name: String, _ reference: String, _ says: String) throws {
        let service = try Setup.service(name)
        #expect(service.manners.edits)
        let text = try service.text(of: .update(alert), edits: reference)
        #expect(text.contains(says), "\(text)")
        #expect(text.contains("said") && text.contains("DW"), "it is the whole message anew")
    }

    @Test(arguments: Setup.names.filter { $0 != "webhook" })
    func `of an update that cannot edit is one line`(_ name: String) throws {
        let text = try Setup.service(name).text(of: .update(alert))
        #expect(text.contains("DW") && !text.contains("said"), "\(name)")
        #expect(!text.contains("explain"), "\(name)")
    }

    @Test(arguments: Setup.names.filter { $0 != "webhook" })
    func `of an alert that has changed says so, in one line`(_ name: String) throws {
        var alert = alert
        alert.revised = .start + 60
        let text = percentDecoded(try Setup.service(name).text(of: .update(alert)).replacing("+", with: " "))
        #expect(text.lowercased().contains("changed"), "\(name)")
        #expect(!text.contains("DW") && !text.contains("said"), "\(name)")
        alert.others[0].found = .start + 120
        let later = try Setup.service(name).text(of: .update(alert))
        #expect(later.contains("DW"), "\(name): another's report came after the change")
    }

    @Test(arguments: Setup.names)
    func `tells a notice`(_ name: String) throws {
        let notice = Notice(
            kind: "gone",
            feedURL: "https://feed.example",
            title: "Example is gone",
            text: "It answered 410.",
            occasion: "1",
            found: .start
        )
        let text = try Setup.service(name).text(of: .notices([notice])).replacing("+", with: " ")
        #expect(percentDecoded(text).contains("Example is gone"), "\(name)")
    }

    @Test func `in Zulip has its list's topic, or the one that the settings name`() throws {
        #expect(try Setup.service("zulip").text(of: .alert(alert)).contains("topic=Ceasefire&"))
        let named = try Setup.service("zulip", ["topic": .string("news desk")])
        #expect(try named.text(of: .alert(alert)).contains("topic=news%20desk&"))
    }

    @Test func `in Matrix rings no bell where it is nice to know`() throws {
        var alert = alert
        #expect(try Setup.service("matrix").text(of: .alert(alert)).contains(#""msgtype":"m.text""#))
        alert.priority = .low
        #expect(try Setup.service("matrix").text(of: .alert(alert)).contains(#""msgtype":"m.notice""#))
        let loud = try Setup.service("matrix", ["msgtype": .string("m.text")])
        #expect(try loud.text(of: .alert(alert)).contains(#""msgtype":"m.text""#))
    }
}
