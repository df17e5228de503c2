import Notifying
import Testing

@Suite struct `A webhook signature` {
    /// Computed with two independent implementations of Standard Webhooks, and the specification's own vector.
    static let vectors = [
        (
            secret: "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=", id: "01JZ0Q5T9Q4S8T1V7W2X3Y4Z5A",
            timestamp: 1_752_993_000,
            body: #"{"type":"alert.created","timestamp":"2025-07-20T06:29:58Z","data":"#
                + #"{"id":"01JZ0Q5T9Q4S8T1V7W2X3Y4Z5A","title":"Zelenskyy – Putin talks in Türkiye & \"ceasefire\"","#
                + #""link":"https://news.example/a?x=1&y=2"}}"#,
            signature: "v1,NgQpPRb1ezV+UXKNvrDnWnmegLWkaE55krIVzYBiYFY="
        ),
        (
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330, body: #"{"test": 2432232314}"#,
            signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        ),
    ]

    @Test(arguments: vectors)
    func `is the one that others make`(
        _ secret: String,
        _ id: String,
        _ timestamp: Int,
        _ body: String,
        _ signature: String
    ) throws {
        let signer = try WebhookSignature(secret: Secret(secret))
        #expect(signer.header(id: id, timestamp: timestamp, body: Array(body.utf8)) == signature)
    }

    static let refusals: [(secret: String, error: WebhookSignature.SecretError)] = [
        ("whsec_hunter2, hunter2", .notBase64),
        ("whsec_AQIDBAUG", .wrongLength(6)),
        ("whsec_" + String(repeating: "QUFB", count: 22), .wrongLength(66)),
    ]

    @Test(arguments: refusals)
    func `needs a secret that is safe`(_ secret: String, _ error: WebhookSignature.SecretError) {
        #expect(throws: error) { try WebhookSignature(secret: Secret(secret)) }
        #expect(error.description.contains("openssl rand -base64 32"))
        #expect(!error.description.contains(secret.dropFirst(6)), "the secret is not told")
    }
}
