import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite(.timeLimit(.minutes(10))) struct `A webhook` {
    private let parcel = Parcel(id: "id-1", channel: "desk", .alert(.about("A truce")))

    private func deliver(
        to server: LoopbackServer,
        path: String = "/",
        signed: Bool = true,
        format: Webhook.Format = .standard
    ) async throws -> DeliveryOutcome {
        let service = try Webhook(
            url: Secret(server.url(path)),
            secret: signed ? Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=") : nil,
            format: format,
            headers: [("X-Desk", Secret("night"))]
        )
        let web = try HTTPClient(userAgent: "tocsin/test")
        let webhook = WebChannel(name: "desk", service: service, web: web)
        let message = try #require(try webhook.compose(parcel, detail: .full))
        let outcome = await webhook.send(message, now: .start)
        await web.shutDown()
        return outcome
    }

    @Test func `posts a signed payload`() async throws {
        let server = try LoopbackServer { _ in .text("ok") }
        #expect(try await deliver(to: server, path: "/hook?key=1") == .delivered())
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/hook?key=1")
        #expect(request["content-type"] == "application/json")
        #expect(request["webhook-id"] == "id-1")
        #expect(request["webhook-timestamp"] == "1753092000")
        #expect(request["x-desk"] == "night")
        #expect(request["expect"] == nil)
        let signer = try WebhookSignature(
            secret: Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=")
        )
        #expect(
            request["webhook-signature"]
                == signer.header(id: "id-1", timestamp: 1_753_092_000, body: request.body)
        )
        #expect(request.body == (try AlertPayload(parcel).json()))
    }

    @Test func `without a secret is not signed`() async throws {
        let server = try LoopbackServer { _ in .text("", status: 204) }
        #expect(try await deliver(to: server, signed: false) == .delivered())
        #expect(server.requests.first?["webhook-signature"] == nil)
    }

    @Test func `is told when to come back`() async throws {
        let server = try LoopbackServer { _ in .text("", status: 429, headers: [("Retry-After", "7")]) }
        #expect(
            try await deliver(to: server)
                == .later(after: .seconds(7), reason: "answered 429", inDoubt: false)
        )
    }

    @Test func `follows no redirect, which would carry the payload elsewhere`() async throws {
        let server = try LoopbackServer { _ in .redirect(307, to: "/elsewhere") }
        guard case .broken(let reason) = try await deliver(to: server) else {
            Issue.record("a redirect is nothing that a retry could mend")
            return
        }
        #expect(reason.hasPrefix("answered 307: a redirect is not followed"))
        #expect(server.requests.count == 1)
    }

    @Test func `is in doubt when the connection goes after the request`() async throws {
        let server = try LoopbackServer { _ in .reset() }
        guard case .later(nil, _, inDoubt: true) = try await deliver(to: server) else {
            Issue.record("the receiver may have it")
            return
        }
    }

    @Test func `is not in doubt when there was no connection, and does not tell its address`() async throws {
        let server = try LoopbackServer { _ in .text("") }
        server.stop()
        guard case .later(nil, let reason, inDoubt: false) = try await deliver(to: server, path: "/secret")
        else {
            Issue.record("the receiver cannot have it")
            return
        }
        #expect(!reason.contains("/secret"))
    }

    /// Every status there is: what a retry can mend, what it cannot, and what is the settings' fault.
    static let statuses: [(codes: [Int], kind: String)] = [
        (Array(200...299), "delivered"),
        ([408, 425, 429] + Array(500...599), "later"),
        (Array(300...399) + [401, 403, 404, 405, 407], "broken"), ([410], "gone"),
        (
            [
                400, 402, 406, 409, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 428, 431,
                451,
            ], "refused"
        ),
    ]

    @Test(arguments: statuses)
    func `takes every status for what it is`(_ codes: [Int], _ kind: String) throws {
        let webhook = try Webhook(url: Secret("https://desk.example/hook"))
        for code in codes {
            let answer = Answer(Response(status: code), now: .start)
            let outcome = webhook.outcome(of: answer, to: Message(id: "1", body: []))
            #expect("\(outcome)".prefix { $0 != "(" } == kind[...], "\(code)")
        }
    }

    @Test func `does not take a web page for success`() throws {
        let page = Headers([Header("Content-Type", "text/html; charset=utf-8")])
        let answer = Answer(Response(status: 200, headers: page), now: .start)
        let webhook = try Webhook(url: Secret("https://desk.example/hook"))
        guard case .later(_, _, inDoubt: true) = webhook.outcome(of: answer, to: Message(id: "1", body: []))
        else {
            Issue.record("a captive portal answers 200 to anything")
            return
        }
    }

    @Test func `can post events of CloudEvents`() async throws {
        let server = try LoopbackServer { _ in .text("", status: 202) }
        #expect(try await deliver(to: server, format: .cloudevents) == .delivered())
        let request = try #require(server.requests.first)
        #expect(request["content-type"] == "application/cloudevents+json; charset=utf-8")
        #expect(request["webhook-id"] == "id-1")
        struct Event: Decodable {
            struct Content: Decodable { let title: String }
            let specversion: String
            let id: String
            let source: String
            let type: String
            let subject: String
            let time: String
            let datacontenttype: String
            let data: Content
        }
        let event = try JSONDecoder().decode(Event.self, from: Data(request.body))
        #expect(event.specversion == "1.0")
        #expect(event.id == "id-1")
        #expect(event.source == "/tocsin")
        #expect(event.type == "org.tocsin.alert.created")
        #expect(event.subject == "ceasefire")
        #expect(event.time == "2025-07-21T10:00:00Z")
        #expect(event.datacontenttype == "application/json")
        #expect(event.data.title == "A truce")
    }
}
