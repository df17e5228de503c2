import Notifying
import Testing

@testable import Daemon

@Suite struct `The gatekeeper` {
    static let hosts: [(host: String?, isLetIn: Bool, because: String)] = [
        ("127.0.0.1:8787", true, "this machine by its number"),
        ("localhost:9000", true, "another port, as through a tunnel"),
        ("LOCALHOST", true, "names know no case"),
        ("[::1]:8787", true, "IPv6"),
        ("192.168.1.5:8787", true, "a number cannot be taken over"),
        ("evil.example:8787", false, "a name that somebody points here"),
        ("localhost.evil.example", false, "a name that only looks like it"),
        ("127.0.0.1.evil.example", false, "a name that begins like a number"),
        ("[evil]", false, "brackets around a name"),
        ("", false, "nothing"),
        (nil, false, "no host at all"),
    ]

    @Test(arguments: hosts)
    func `keeps out pages that call this machine by their own name`(
        _ row: (host: String?, isLetIn: Bool, because: String)
    ) {
        let request = StatusRequest(path: "/", headers: row.host.map { ["host": $0] } ?? [:])
        let refusal = Gatekeeper(token: nil).refusal(of: request)
        #expect(refusal?.status == (row.isLetIn ? nil : 421), "\(row.because)")
    }

    static let keys: [(path: String, header: String?, isLetIn: Bool, because: String)] = [
        ("/", "Bearer sesame-sesame-1", true, "a program"),
        ("/", "bearer sesame-sesame-1", true, "schemes know no case"),
        ("/", "Basic YW55b25lOnNlc2FtZS1zZXNhbWUtMQ==", true, "a browser, anyone:sesame-sesame-1"),
        ("/", "Basic OnNlc2FtZS1zZXNhbWUtMQ==", true, "no user"),
        ("/", "Basic !!!", false, "not base64"),
        ("/", "Basic c2VzYW1lLXNlc2FtZS0x", false, "no colon"),
        ("/", "Bearer sesame-sesame-2", false, "another token"),
        ("/", "Bearer sesame-sesame-", false, "a part of it"),
        ("/", "Bearer sesame-sesame-1x", false, "more than it"),
        ("/", "Bearer", false, "nothing"),
        ("/", "sesame-sesame-1", false, "no scheme"),
        ("/", nil, false, "no header"),
        ("/metrics", nil, false, "numbers tell, too"),
        ("/healthz", nil, true, "a probe has no token"),
        ("/readyz", nil, true, "nor has this one"),
        ("/healthz/..", nil, false, "only the path itself"),
    ]

    @Test(arguments: keys)
    func `asks for the token`(_ row: (path: String, header: String?, isLetIn: Bool, because: String)) {
        var headers = ["host": "tocsin.example.org"]
        headers["authorization"] = row.header
        let refusal = Gatekeeper(token: Secret("sesame-sesame-1"))
            .refusal(of: StatusRequest(path: row.path, headers: headers))
        #expect(refusal?.status == (row.isLetIn ? nil : 401), "\(row.because)")
        #expect(refusal.map { $0["WWW-Authenticate"] != nil } ?? true)
    }
}
