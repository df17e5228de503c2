import FoundationEssentials
import Testing

@testable import Web

@Suite struct `Headers and validators` {
    @Test func `are found whatever their case`() {
        let headers = Headers([Header("Content-Type", "text/xml"), Header("content-type", "text/html")])
        #expect(headers["CONTENT-TYPE"] == "text/xml")
        #expect(headers.list("Content-type") == "text/xml, text/html")
        #expect(headers["Content"] == nil)
    }

    @Test(arguments: [("X", "a\r\nB: c"), ("X\n", "a"), ("X", "a\0"), ("", "a"), ("A B", "c"), ("A:", "c")])
    func `that would smuggle in another are not sent`(_ name: String, _ value: String) {
        #expect(Header(name, value).line == nil)
    }

    static let values = [
        "\"abc\"", "W/\"abc\"", "abc-gzip", "\"a, b\"", "Sunday, 06-Nov-94 08:49:37 GMT", "yesterday",
        "\u{E9}t\u{E9}", "\u{C3}\u{A9}", "\u{80}\u{FF}",
    ]

    @Test(arguments: values)
    func `go back byte for byte`(_ text: String) throws {
        let bytes = text.latin1Bytes
        let headers = Headers([Header("ETag", bytes: bytes), Header("Last-Modified", bytes: bytes)])
        let stored = try JSONEncoder().encode(Validators(of: Response(status: 200, headers: headers)))
        let validators = try JSONDecoder().decode(Validators.self, from: stored)
        let expected = [Header("If-None-Match", bytes: bytes), Header("If-Modified-Since", bytes: bytes)]
        #expect(validators.headers == expected)
    }

    @Test func `are empty where a server gives none`() {
        let headers = Headers([Header("ETag", "")])
        #expect(Validators(of: Response(status: 200, headers: headers)).isEmpty)
    }
}
