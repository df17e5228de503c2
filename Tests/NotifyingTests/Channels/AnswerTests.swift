import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite struct `A service's answer` {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        var body = ""
        var headers: [(String, String)] = []
        var edits: String?
        var attempts = 0
        let outcome: DeliveryOutcome
        let because: String

        var testDescription: String { "\(name) \(status) (\(because))" }
    }

    private static func later(_ wait: Duration?, _ reason: String, inDoubt: Bool = false) -> DeliveryOutcome {
        .later(after: wait, reason: reason, inDoubt: inDoubt)
    }

    static let deliveries = [
        Row(name: "slack", status: 200, body: "ok", outcome: .delivered(), because: "its word"),
        Row(
            name: "slack",
            status: 200,
            body: #"{"ok":false,"error":"fatal_error"}"#,
            outcome: later(
                nil,
                #"answered 200 with other words than its own: {"ok":false,"error":"fatal_error"}"#,
                inDoubt: true
            ),
            because: "an error in a success"
        ),
        Row(
            name: "slack bot",
            status: 200,
            body: #"{"ok":true,"channel":"C1","ts":"1.2"}"#,
            outcome: .delivered(reference: "C1 1.2"),
            because: "an edit needs both"
        ),
        Row(
            name: "discord",
            status: 200,
            body: #"{"id":"77"}"#,
            outcome: .delivered(reference: "77"),
            because: "an id"
        ),
        Row(
            name: "discord",
            status: 200,
            body: #"{"id":"77"}"#,
            headers: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "1.5")],
            outcome: .delivered(reference: "77", pause: .seconds(1.5)),
            because: "the last of its bucket"
        ),
        Row(
            name: "discord",
            status: 200,
            body: #"{"id":"77"}"#,
            headers: [("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset-After", "1.5")],
            outcome: .delivered(reference: "77"),
            because: "more are left"
        ),
        Row(
            name: "discord",
            status: 204,
            outcome: later(nil, "answered 204 with other words than its own", inDoubt: true),
            because: "nothing says that it was kept"
        ),
        Row(name: "teams", status: 202, outcome: .delivered(), because: "taken"),
        Row(
            name: "teams",
            status: 200,
            body: "Microsoft Teams endpoint returned HTTP error 429",
            outcome: later(
                nil,
                "answered 200 with other words than its own: Microsoft Teams endpoint returned HTTP error 429",
                inDoubt: true
            ),
            because: "connectors of old"
        ),
        Row(name: "mattermost", status: 200, body: "ok\n", outcome: .delivered(), because: "its word"),
        Row(
            name: "rocketchat",
            status: 200,
            body: #"{"success":true}"#,
            outcome: .delivered(),
            because: "its word"
        ),
        Row(
            name: "matrix",
            status: 200,
            body: #"{"event_id":"$a"}"#,
            outcome: .delivered(reference: "$a"),
            because: "an event"
        ),
        Row(
            name: "telegram",
            status: 200,
            body: #"{"ok":true,"result":{"message_id":5}}"#,
            outcome: .delivered(reference: "5"),
            because: "a message"
        ),
        Row(
            name: "telegram",
            status: 400,
            body: #"{"ok":false,"description":"Bad Request: message is not modified"}"#,
            edits: "5",
            outcome: .delivered(reference: "5"),
            because: "the edit was there already"
        ),
        Row(name: "ntfy", status: 200, body: #"{"id":"a"}"#, outcome: .delivered(), because: "an id"),
        Row(name: "gotify", status: 200, body: #"{"id":3}"#, outcome: .delivered(), because: "an id"),
        Row(
            name: "zulip",
            status: 200,
            body: #"{"result":"success","id":4}"#,
            outcome: .delivered(reference: "4"),
            because: "its word"
        ),
        Row(
            name: "googlechat",
            status: 200,
            body: #"{"name":"spaces/A/messages/1"}"#,
            outcome: .delivered(reference: "spaces/A/messages/1"),
            because: "a name"
        ),
        Row(
            name: "pagerduty",
            status: 202,
            body: #"{"status":"success"}"#,
            outcome: .delivered(),
            because: "its word"
        ),
    ]

    static let waits = [
        Row(
            name: "slack",
            status: 429,
            body: #"{"ok":false,"error":"rate_limited"}"#,
            headers: [("Retry-After", "3")],
            outcome: later(.seconds(3), #"answered 429: {"ok":false,"error":"rate_limited"}"#),
            because: "a header"
        ),
        Row(
            name: "slack bot",
            status: 200,
            body: #"{"ok":false,"error":"internal_error"}"#,
            outcome: later(nil, "answered internal_error"),
            because: "its own trouble"
        ),
        Row(
            name: "discord",
            status: 429,
            body: #"{"retry_after":0.75}"#,
            outcome: later(.seconds(0.75), #"answered 429: {"retry_after":0.75}"#),
            because: "a fraction of a second"
        ),
        Row(
            name: "matrix",
            status: 429,
            body: #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":4579}"#,
            outcome: later(
                .milliseconds(4_579),
                #"answered 429: {"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":4579}"#
            ),
            because: "milliseconds of old"
        ),
        Row(
            name: "telegram",
            status: 429,
            body: #"{"ok":false,"parameters":{"retry_after":9}}"#,
            outcome: later(.seconds(9), #"answered 429: {"ok":false,"parameters":{"retry_after":9}}"#),
            because: "in the body"
        ),
        Row(
            name: "zulip",
            status: 429,
            body: #"{"retry-after":2.5}"#,
            outcome: later(.seconds(2.5), #"answered 429: {"retry-after":2.5}"#),
            because: "in the body, with a hyphen"
        ),
        Row(
            name: "rocketchat",
            status: 429,
            headers: [("X-RateLimit-Reset", "1753092012500")],
            outcome: later(.seconds(12.5), "answered 429"),
            because: "a moment in milliseconds"
        ),
        Row(
            name: "ntfy",
            status: 429,
            body: #"{"code":42901}"#,
            outcome: later(.seconds(5), #"answered 429: {"code":42901}"#),
            because: "it says nothing; one every five seconds"
        ),
        Row(
            name: "ntfy",
            status: 429,
            body: #"{"code":42908}"#,
            outcome: later(.seconds(3_600), #"answered 429: {"code":42908}"#),
            because: "the limit of the day"
        ),
        Row(
            name: "telegram",
            status: 400,
            body: #"{"ok":false,"description":"upgraded","parameters":{"migrate_to_chat_id":-1001}}"#,
            outcome: .moved(
                to: "-1001234567890 -1001",
                reason: #"the group has become a supergroup: say chat = "-1001" in the settings"#
            ),
            because: "it has a new number, and is written to there from now on"
        ),
        Row(
            name: "googlechat",
            status: 429,
            body: #"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}"#,
            outcome: later(
                .seconds(5),
                #"answered 429: {"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}"#
            ),
            because: "it says nothing"
        ),
        Row(
            name: "googlechat",
            status: 429,
            attempts: 3,
            outcome: later(.seconds(40), "answered 429"),
            because: "twice as long each time"
        ),
        Row(
            name: "googlechat",
            status: 429,
            attempts: 90,
            outcome: later(.seconds(60), "answered 429"),
            because: "its limit counts by the minute"
        ),
        Row(
            name: "googlechat",
            status: 429,
            headers: [("Retry-After", "17")],
            attempts: 3,
            outcome: later(.seconds(17), "answered 429"),
            because: "a wish is a wish"
        ),
        Row(
            name: "googlechat",
            status: 503,
            attempts: 3,
            outcome: later(nil, "answered 503"),
            because: "only its limit has a schedule of its own"
        ),
        Row(
            name: "gotify",
            status: 502,
            outcome: later(nil, "answered 502"),
            because: "a proxy without its server"
        ),
    ]

    static let refusals = [
        Row(
            name: "slack",
            status: 400,
            body: "invalid_blocks",
            outcome: .refused(reason: "answered 400: invalid_blocks"),
            because: "this message"
        ),
        Row(
            name: "slack bot",
            status: 200,
            body: #"{"ok":false,"error":"msg_too_long"}"#,
            outcome: .refused(reason: "answered msg_too_long"),
            because: "this message"
        ),
        Row(
            name: "discord",
            status: 404,
            body: #"{"message":"Unknown Message","code":10008}"#,
            edits: "77",
            outcome: .refused(reason: #"answered 404: {"message":"Unknown Message","code":10008}"#),
            because: "somebody deleted what was to be edited"
        ),
        Row(
            name: "matrix",
            status: 413,
            body: "M_TOO_LARGE",
            outcome: .refused(reason: "answered 413: M_TOO_LARGE"),
            because: "this message"
        ),
        Row(name: "ntfy", status: 413, outcome: .refused(reason: "answered 413"), because: "this message"),
    ]

    static let breakages = [
        Row(
            name: "slack",
            status: 403,
            body: "action_prohibited",
            outcome: .broken(reason: "answered 403: action_prohibited; check the credentials"),
            because: "someone can allow it"
        ),
        Row(
            name: "slack bot",
            status: 200,
            body: #"{"ok":false,"error":"channel_not_found"}"#,
            outcome: .broken(reason: "answered channel_not_found"),
            because: "a success by its status; the bot may be invited yet"
        ),
        Row(
            name: "discord",
            status: 404,
            body: "<html>nginx</html>",
            headers: [("Content-Type", "text/html")],
            outcome: .broken(reason: "answered 404; there is nothing at this address"),
            because: "a proxy's word, not its own"
        ),
        Row(
            name: "mattermost",
            status: 400,
            body: #"{"id":"web.incoming_webhook.invalid.app_error"}"#,
            outcome: .broken(reason: #"answered 400: {"id":"web.incoming_webhook.invalid.app_error"}"#),
            because: "a webhook that was removed is no message's fault"
        ),
        Row(
            name: "rocketchat",
            status: 503,
            body: #"{"success":false}"#,
            outcome: .broken(reason: #"answered 503: {"success":false}; is the integration switched on?"#),
            because: "switched off"
        ),
        Row(
            name: "telegram",
            status: 400,
            body: #"{"ok":false,"description":"Bad Request: not enough rights to send text"}"#,
            outcome: .broken(
                reason:
                    #"answered 400: {"ok":false,"description":"Bad Request: not enough rights to send text"}"#
            ),
            because: "no message's fault, and someone can give them"
        ),
        Row(
            name: "zulip",
            status: 400,
            body: #"{"code":"STREAM_DOES_NOT_EXIST"}"#,
            outcome: .broken(reason: #"answered 400: {"code":"STREAM_DOES_NOT_EXIST"}"#),
            because: "no message's fault"
        ),
        Row(
            name: "pagerduty",
            status: 400,
            body: #"{"status":"invalid event","errors":["'routing_key' is invalid"]}"#,
            outcome: .broken(reason: "answered 400: 'routing_key' is invalid"),
            because: "no message's fault"
        ),
    ]

    static let ends = [
        Row(
            name: "slack",
            status: 404,
            body: "no_service",
            outcome: .gone(reason: "answered 404: no_service"),
            because: "a webhook that was removed"
        ),
        Row(
            name: "slack",
            status: 410,
            body: "channel_is_archived\n",
            outcome: .gone(reason: "answered 410: channel_is_archived"),
            because: "nobody reads there any more"
        ),
        Row(
            name: "slack bot",
            status: 200,
            body: #"{"ok":false,"error":"token_revoked"}"#,
            outcome: .gone(reason: "answered token_revoked"),
            because: "a success by its status"
        ),
        Row(
            name: "discord",
            status: 404,
            body: #"{"message":"Unknown Webhook","code":10015}"#,
            outcome: .gone(reason: #"answered 404: {"message":"Unknown Webhook","code":10015}"#),
            because: "it asks not to be asked again"
        ),
        Row(
            name: "telegram",
            status: 403,
            body: #"{"ok":false,"description":"Forbidden: bot was kicked from the group chat"}"#,
            outcome: .gone(
                reason:
                    #"answered 403: {"ok":false,"description":"Forbidden: bot was kicked from the group chat"}"#
            ),
            because: "someone does not want it there"
        ),
        Row(
            name: "telegram",
            status: 400,
            body: #"{"ok":false,"description":"Bad Request: chat not found"}"#,
            outcome: .gone(
                reason: #"answered 400: {"ok":false,"description":"Bad Request: chat not found"}"#
            ),
            because: "no message's fault"
        ),
    ]

    @Test(arguments: deliveries + waits + refusals + breakages + ends)
    func `is taken for what the service means`(_ row: Row) throws {
        let found = try Setup.outcome(
            row.name,
            row.status,
            row.body,
            headers: row.headers,
            edits: row.edits,
            attempts: row.attempts
        )
        #expect(found == row.outcome, "\(row.because)")
    }

    /// A captive portal's page, a proxy's JSON, an answer without a body.
    @Test(arguments: Setup.names)
    func `that is no service's own is no delivery`(_ name: String) throws {
        let page = try Setup.outcome(
            name,
            200,
            "<html>Sign in</html>",
            headers: [("Content-Type", "text/html")]
        )
        guard case .later(nil, let reason, inDoubt: true) = page else {
            Issue.record("\(name) believes a web page: \(page)")
            return
        }
        #expect(reason == "answered 200 with a web page, as a captive portal does")
    }

    /// Every status, for every service.
    @Test(arguments: Setup.names)
    func `with a status means the same everywhere`(_ name: String) throws {
        for status in [408, 425, 429, 500, 502, 503, 504, 520, 529] {
            guard case .later = try Setup.outcome(name, status) else {
                Issue.record("\(name): \(status) can mend itself")
                return
            }
        }
        guard case .gone = try Setup.outcome(name, 410) else {
            Issue.record("\(name): 410 is for good")
            return
        }
        for status in [301, 302, 307, 308, 401, 403, 404, 405, 407] {
            guard case .broken = try Setup.outcome(name, status) else {
                Issue.record("\(name): \(status) is the settings' fault")
                return
            }
        }
        for status in [400, 413, 415, 422] {
            guard case .refused = try Setup.outcome(name, status) else {
                Issue.record("\(name): \(status) is the message's fault")
                return
            }
        }
    }
}
