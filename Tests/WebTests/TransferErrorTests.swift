import Testing
import Web

@Suite struct `A transfer's error` {
    static let messages: [(TransferError, String)] = [
        (.invalidURL("a b"), "a b is not a web address; write it as https://host/path"),
        (.forbiddenScheme("gopher"), "gopher: addresses are not fetched; only http and https are"),
        (
            .resolve(host: "nowhere.test"),
            "the name nowhere.test has no address; check its spelling, and the DNS"
        ),
        (
            .privateAddress("10.0.0.1"),
            "10.0.0.1 is a private address; allow private addresses if you trust it"
        ),
        (.tls("wrong version number"), "no secure connection: wrong version number"),
        (
            .certificate("certificate has expired"),
            "the server's certificate is not trusted: certificate has expired"
        ),
        (.timedOut(.waiting), "timed out while waiting for the answer"),
        (.tooManyRedirects(limit: 5), "more than 5 redirects; the address may lead in a circle"),
        (.shutDown, "the web client has been shut down"),
    ]

    @Test(arguments: messages)
    func `says what is wrong`(_ error: TransferError, _ message: String) {
        #expect("\(error)" == message)
    }

    @Test func `tells whether the request may have arrived`() {
        #expect(TransferError.timedOut(.waiting).isInDoubt)
        #expect(TransferError.connectionLost("").isInDoubt)
        #expect(!TransferError.timedOut(.connecting).isInDoubt)
        #expect(!TransferError.connect("").isInDoubt)
        #expect(!TransferError.certificate("").isInDoubt)
    }
}
