import FoundationEssentials
import Testing
import Web

@Suite struct Freshness {
    struct Row: Sendable, CustomTestStringConvertible {
        let headers: [String: String]
        let freshness: Duration?
        let because: String

        var testDescription: String { because }
    }

    /// Mon, 21 Jul 2025 10:00:00 GMT.
    static let now = Date(timeIntervalSince1970: 1_753_092_000)
    static let ten = "Mon, 21 Jul 2025 10:00:00 GMT"
    static let eleven = "Mon, 21 Jul 2025 11:00:00 GMT"

    static let rows = [
        Row(headers: [:], freshness: nil, because: "no headers, no hint"),
        Row(headers: ["Cache-Control": "max-age=600"], freshness: .seconds(600), because: "max-age"),
        Row(
            headers: ["cache-control": "public, Max-Age=\"600\""],
            freshness: .seconds(600),
            because: "quoted"
        ),
        Row(
            headers: ["Cache-Control": "max-age=600", "Age": "100"],
            freshness: .seconds(500),
            because: "less age"
        ),
        Row(
            headers: ["Cache-Control": "max-age=600", "Age": "600"],
            freshness: nil,
            because: "as old as may be"
        ),
        Row(
            headers: ["Cache-Control": "max-age=600", "Age": "x"],
            freshness: .seconds(600),
            because: "odd age"
        ),
        Row(
            headers: ["Cache-Control": "max-age=0", "Expires": eleven],
            freshness: nil,
            because: "at once stale"
        ),
        Row(headers: ["Cache-Control": "max-age=600, no-cache"], freshness: nil, because: "no-cache wins"),
        Row(
            headers: ["Cache-Control": "no-store", "Expires": eleven],
            freshness: nil,
            because: "no-store wins"
        ),
        Row(
            headers: ["Cache-Control": "max-age=soon", "Expires": eleven],
            freshness: nil,
            because: "garbage"
        ),
        Row(headers: ["Cache-Control": "max-age=-5"], freshness: nil, because: "negative"),
        Row(
            headers: ["Cache-Control": "max-age=99999999999999999999"],
            freshness: .seconds(1 << 31),
            because: "too large to count means for ever"
        ),
        Row(
            headers: ["Cache-Control": "x=\"a, no-store\", max-age=60"],
            freshness: .seconds(60),
            because: "a comma between quotes parts nothing"
        ),
        Row(headers: ["Cache-Control": "s-maxage=600"], freshness: nil, because: "meant for shared caches"),
        Row(
            headers: ["Expires": eleven, "Date": ten],
            freshness: .seconds(3_600),
            because: "the server's clock"
        ),
        Row(
            headers: ["Expires": eleven],
            freshness: .seconds(3_600),
            because: "our clock for want of theirs"
        ),
        Row(
            headers: ["Expires": "Sat, 01 Jan 2000 01:00:00 GMT", "Date": "Sat, 01 Jan 2000 00:00:00 GMT"],
            freshness: .seconds(3_600),
            because: "a clock that is wrong is wrong in both"
        ),
        Row(headers: ["Expires": ten, "Date": eleven], freshness: nil, because: "gone by"),
        Row(headers: ["Expires": "0", "Date": ten], freshness: nil, because: "zero is no date"),
        Row(headers: ["Expires": "-1"], freshness: nil, because: "nor is this"),
    ]

    @Test(arguments: rows)
    func `is what the server allows`(_ row: Row) {
        let headers = Headers(row.headers.map { Header($0.key, $0.value) })
        #expect(freshness(of: Response(status: 200, headers: headers), now: Self.now) == row.freshness)
    }

    @Test func `joins a header that comes twice`() {
        let headers = Headers([Header("Cache-Control", "max-age=600"), Header("Cache-Control", "no-cache")])
        #expect(freshness(of: Response(status: 200, headers: headers), now: Self.now) == nil)
    }
}
