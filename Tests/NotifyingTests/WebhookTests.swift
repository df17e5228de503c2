import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite(.timeLimit(.minutes(1))) struct `A webhook` {
    private let parcel = Parcel(id: "id-1", channel: "desk", .alert(.about("A truce")))

    private func deliver(
        to server: LoopbackServer,
        path: String = "/",
        signed: Bool = true,
        timeout: Duration = .seconds(20)
    ) async throws -> DeliveryOutcome {
        let signature = try WebhookSignature(
            secret: Secret("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=")
        )
        let configuration = Webhook.Configuration(
            url: Secret(server.url(path)),
            signature: signed ? signature : nil,
            headers: [("X-Desk", Secret("night"))]
        )
        let web = try HTTPClient(userAgent: "tocsin/test")
        let webhook = Webhook(name: "desk", configuration: configuration, web: web)
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
        (Array(300...399) + [401, 403, 404, 405, 407, 410], "broken"),
        (
            [
                400, 402, 406, 409, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 428, 431,
                451,
            ], "refused"
        ),
    ]

    @Test(arguments: statuses)
    func `takes every status for what it is`(_ codes: [Int], _ kind: String) {
        for code in codes {
            let outcome = WebhookAnswer.outcome(status: code, isHTML: false, wish: nil)
            #expect("\(outcome)".prefix { $0 != "(" } == kind[...], "\(code)")
        }
    }

    @Test func `does not take a web page for success`() {
        guard case .later(_, _, inDoubt: true) = WebhookAnswer.outcome(status: 200, isHTML: true, wish: nil)
        else {
            Issue.record("a captive portal answers 200 to anything")
            return
        }
    }
}
