import FoundationEssentials
import Testing
import Web

@Suite struct `Retry-After` {
    struct Row: Sendable, CustomTestStringConvertible {
        let header: String
        let wait: Duration?
        let because: String

        var testDescription: String { "\"\(header)\" (\(because))" }
    }

    /// Mon, 21 Jul 2025 10:00:00 GMT.
    static let now = Date(timeIntervalSince1970: 1_753_092_000)

    static let rows = [
        Row(header: "120", wait: .seconds(120), because: "seconds"),
        Row(header: " 120\t", wait: .seconds(120), because: "blanks around it"),
        Row(header: "0", wait: .zero, because: "zero is a wish, not the lack of one"),
        Row(header: "1.2", wait: .seconds(2), because: "a fraction is rounded up"),
        Row(header: "3.0", wait: .seconds(3), because: "a fraction of nothing"),
        Row(header: "Mon, 21 Jul 2025 10:05:00 GMT", wait: .seconds(300), because: "a date ahead"),
        Row(header: "Monday, 21-Jul-25 10:05:00 GMT", wait: .seconds(300), because: "an old form of date"),
        Row(header: "Mon Jul 21 10:05:00 2025", wait: .seconds(300), because: "the form of C's asctime"),
        Row(header: "Mon, 21 Jul 2025 09:00:00 GMT", wait: .zero, because: "a date gone by"),
        Row(header: "-1", wait: nil, because: "negative"),
        Row(header: "-0.5", wait: nil, because: "negative, and a fraction"),
        Row(header: "1.", wait: nil, because: "no fraction after the point"),
        Row(header: "99999999999999999999", wait: nil, because: "too large for any clock"),
        Row(header: "soon", wait: nil, because: "neither number nor date"),
        Row(header: "NaN", wait: nil, because: "no number by its own word"),
        Row(header: "", wait: nil, because: "empty"),
    ]

    @Test(arguments: rows)
    func `is read as servers send it`(_ row: Row) {
        #expect(retryAfter(row.header, now: Self.now) == row.wait)
    }

    @Test(
        arguments: [
            ("90", Duration.seconds(90)), ("0", .zero), ("1753092090", .seconds(90)), ("1753091000", .zero),
            ("soon", nil),
        ] as [(String, Duration?)]
    )
    func `stands in X-RateLimit-Reset as seconds or as a moment`(_ header: String, _ wait: Duration?) {
        #expect(rateLimitReset(header, now: Date(timeIntervalSince1970: 1_753_092_000)) == wait)
    }
}
