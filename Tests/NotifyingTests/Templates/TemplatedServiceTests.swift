import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite struct `A service with a template` {
    private let alert = Alert.sample(id: "a1", now: .start)

    private func service(_ name: String, text: String) throws -> TemplatedService {
        let service = try Setup.service(name)
        let markup = try #require(service.textMarkup)
        return TemplatedService(service, template: try Template(text, ContentType(markup)), body: nil)
    }

    private func service(_ name: String, body: String) throws -> TemplatedService {
        let service = try Setup.service(name)
        let form = try #require(service.bodyForm)
        return TemplatedService(service, template: try Template(body, form.contentType), body: form)
    }

    private func pack(_ service: any WebService, _ contents: Parcel.Contents) async throws -> Message {
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = WebChannel(name: "desk", service: service, web: web)
        let message = try channel.pack(Parcel(id: contents.id, channel: "desk", contents))?.message
        await web.shutDown()
        return try #require(message)
    }

    @Test func `is any of these`() {
        let texts =
            "discord googlechat gotify matrix mattermost ntfy rocketchat slack slack bot teams telegram zulip"
        #expect(Setup.namesWithText.joined(separator: " ") == texts)
        let bodies = "discord googlechat gotify mattermost ntfy pagerduty rocketchat slack teams webhook"
        #expect(Setup.namesWithBody.joined(separator: " ") == bodies)
    }

    @Test(arguments: Setup.namesWithText)
    func `keeps headline, link and outlet around the text`(_ name: String) throws {
        let templated = try service(name, text: "TEXT {{source}} {{#terms}}{{.}}{{/terms}}\n")
        let text = try templated.text(of: .alert(alert))
        let shown = name == "zulip" ? percentDecoded(text) : text
        #expect(shown.contains("TEXT The Harbour Post Test"))
        for kept in ["envoys agree on a", "https://news.example/a1", "The Harbour Post"] {
            #expect(shown.contains(kept), "\(kept)")
        }
        for gone in ["is to hold from midnight", "Coast Radio", "tocsin explain"] {
            #expect(!shown.contains(gone), "\(gone)")
        }
    }

    @Test(arguments: Setup.namesWithText)
    func `is as without one where the template writes nothing`(_ name: String) throws {
        let templated = try service(name, text: "{{#urgent}}x{{/urgent}}")
        let text = try templated.text(of: .alert(alert))
        #expect(!text.contains("midnight") && text.contains("envoys"))
    }

    @Test(arguments: Setup.namesWithText)
    func `tells in its own layout what has no room for a text`(_ name: String) throws {
        let templated = try service(name, text: "TEXT")
        let builtIn = try Setup.service(name)
        let notice = Notice(
            kind: "gap",
            feedURL: "https://e.test",
            title: "A gap",
            text: "Items may be missing.",
            occasion: "1",
            found: .start
        )
        let others: [Parcel.Contents] = [
            .notices([notice]), .update(alert), .alerts([alert, alert], .quietHours),
        ]
        for contents in others {
            #expect(try templated.text(of: contents) == builtIn.text(of: contents))
        }
        #expect(
            try templated.text(of: .alert(alert), detail: .headline)
                == builtIn.text(of: .alert(alert), detail: .headline)
        )
    }

    @Test(arguments: Setup.namesWithText)
    func `falls back on its own layout where the text is too long`(_ name: String) async throws {
        let templated = try service(name, text: String(repeating: "long ", count: 14_000))
        let message = try await pack(templated, .alert(alert))
        #expect(message.fallback == "what the template writes is too long for the channel")
        #expect(message.body == (try await pack(Setup.service(name), .alert(alert)).body))
    }

    // MARK: - Bodies

    @Test(arguments: Setup.namesWithBody)
    func `sends the body that the template writes`(_ name: String) async throws {
        let templated = try service(name, body: "\n {\"t\": \"{{title}} {{source}}\", \"id\": \"{{id}}\"}\n")
        let message = try await pack(templated, .alert(alert))
        #expect(message.fallback == nil)
        let json = try JSONDecoder().decode(Parsed.self, from: Data(message.body))
        #expect(json["t"].text == "Test: envoys agree on a ceasefire and talks in Istanbul The Harbour Post")
        #expect(message.body.first == UInt8(ascii: "{"), "members may be added in front")
        let request = templated.request(message, now: .start)
        #expect(request.body?.isEmpty == false)
        #expect(templated.manners.destination == (try Setup.service(name).manners.destination))
    }

    @Test(arguments: Setup.namesWithBody)
    func `falls back on its own layout where the body cannot be sent`(_ name: String) async throws {
        let builtIn = try await pack(Setup.service(name), .alert(alert)).body
        let limit = try #require(try Setup.service(name).bodyForm).limit
        let bodies = [
            (body: "{\"t\": {{title}}}", reason: "what the template writes is no JSON"),
            (body: "{{#urgent}}{}{{/urgent}}", reason: "what the template writes is empty"),
            (
                body: String(repeating: "[", count: 900) + "{{title}}",
                reason: "what the template writes is no JSON"
            ),
            (
                body: "{\"t\": \"" + String(repeating: "x", count: limit) + "\"}",
                reason: "what the template writes is too long for the channel"
            ),
        ]
        for row in bodies {
            let message = try await pack(service(name, body: row.body), .alert(alert))
            #expect(message.fallback?.hasPrefix(row.reason) == true, "\(message.envelope)")
            #expect(message.body == builtIn)
        }
    }

    @Test func `falls back on what the channel takes when the receiver refuses the body`() throws {
        let templated = try service("slack", body: "{\"text\": \"{{title}}\"}")
        #expect(try templated.text(of: .alert(alert)) == "{\"text\": \"\(alert.headline)\"}")
        let last = try templated.text(of: .alert(alert), detail: .headline)
        #expect(last == (try Setup.service("slack").text(of: .alert(alert), detail: .headline)))
    }

    @Test func `wants an object only where members are read`() throws {
        #expect(
            try Setup.service("slack").bodyForm?.objection(to: Array("[1]".utf8))
                == "is no object of JSON with members in it"
        )
        #expect(
            try Setup.service("ntfy").bodyForm?.objection(to: Array("{}".utf8))
                == "is no object of JSON with members in it"
        )
        #expect(try Setup.service("webhook").bodyForm?.objection(to: Array("[1]".utf8)) == nil)
        let form = try Setup.service(
            "webhook",
            ["content_type": .string("text/plain"), "template_file": .string("x")]
        )
        .bodyForm
        #expect(form?.objection(to: Array("not { JSON".utf8)) == nil)
    }

    @Test func `tells one alert a message, unless the template has a section for several`() async throws {
        let contents = Parcel.Contents.alerts([alert, .about("Another"), .about("A third")], .digest)
        let one = try service("webhook", body: "{\"t\": \"{{title}}\"}")
        #expect(one.manners.capacity == 1)
        #expect(
            String(decoding: try await pack(one, contents).body, as: UTF8.self)
                == "{\"t\": \"\(alert.headline)\"}"
        )
        let body =
            "{\"n\": \"{{count(alerts)}}\", \"t\": [{{#alerts}}\"{{title}}\"{{^last()}}, {{/last()}}{{/alerts}}], \"why\": \"{{occasion}}\"}"
        let several = try service("webhook", body: body)
        #expect(several.manners.capacity == 20)
        let json = try JSONDecoder().decode(Parsed.self, from: Data(try await pack(several, contents).body))
        #expect(json["t"].items.map(\.text) == [alert.headline, "Another", "A third"])
        #expect(json["n"].text == "3" && json["why"].text == "digest")
    }

    @Test(arguments: ["application/json", "application/vnd.desk+json; charset=utf-8"])
    func `writes JSON that reads back equal, whatever publishers wrote`(_ type: String) throws {
        let changes: [String: SettingsEntry.Value?] = [
            "content_type": .string(type), "template_file": .string("x"),
        ]
        let service = try Setup.service("webhook", changes)
        let form = try #require(service.bodyForm)
        let body = """
            {"title": "{{title}}", "source": "{{source}}", "text": "{{#excerpt}}{{text}}{{/excerpt}}",
             "others": [{{#others}}"{{source}}"{{^last()}}, {{/last()}}{{/others}}]}
            """
        let templated = TemplatedService(service, template: try Template(body, form.contentType), body: form)
        var alerts = HostileAlerts(seed: 3)
        for _ in 0..<60 {
            let alert = alerts.next()
            let card = Card(alert, detail: .full)
            let json = try JSONDecoder().decode(
                Parsed.self,
                from: Data(templated.text(of: .alert(alert)).utf8)
            )
            #expect(json["title"].text == card.headline)
            #expect(json["source"].text == card.outlet)
            #expect(json["text"].text == card.passage.map(\.text).joined())
            #expect(json["others"].items.map(\.text) == card.others.map(\.outlet))
        }
    }

    @Test func `goes out with the content type that was set`() async throws {
        let server = try LoopbackServer { _ in .text("ok") }
        let changes: [String: SettingsEntry.Value?] = [
            "url": .string(server.url("/hook")), "content_type": .string("application/xml"),
            "template_file": .string("x"), "format": .string("template"),
        ]
        let service = try Setup.service("webhook", changes)
        let form = try #require(service.bodyForm)
        let template = try Template("<alert>{{title}}</alert>", form.contentType)
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = WebChannel(
            name: "desk",
            service: TemplatedService(service, template: template, body: form),
            web: web
        )
        var alert = alert
        alert.title = [Segment("Talks <at> \"A & B\"")]
        let message = try #require(
            try channel.compose(Parcel(id: "1", channel: "desk", .alert(alert)), detail: .full)
        )
        #expect(await channel.send(message, now: .start) == .delivered())
        await web.shutDown()
        let request = try #require(server.requests.first)
        #expect(request["content-type"] == "application/xml")
        #expect(request.text == "<alert>Talks &lt;at&gt; &quot;A &amp; B&quot;</alert>")
    }
}
