import TestSupport
import Testing
import Web

/// A client that trusts no test certificate, and a server with a front that speaks TLS.
struct Hall {
    let folder: TemporaryFolder
    let server: LoopbackServer
    let front: TLSFront
    let client: HTTPClient
    /// The file of the authority behind the front's certificate.
    let authority: String
    /// The file of an authority that is not.
    let otherAuthority: String

    init(
        certificate: String = TestCertificates.good,
        _ handler: @escaping LoopbackServer.Handler = onward
    ) throws {
        folder = try TemporaryFolder()
        authority = try folder.write(TestCertificates.authority, to: "authority.pem")
        otherAuthority = try folder.write(TestCertificates.otherAuthority, to: "other.pem")
        server = try LoopbackServer(handler)
        front = try TLSFront(
            to: server.port,
            certificate: folder.write(certificate, to: "server.pem"),
            key: folder.write(TestCertificates.key, to: "key.pem")
        )
        client = try HTTPClient(userAgent: "tocsin-tests/1.0", caFile: otherAuthority)
    }

    func request(_ path: String = "/", caFile: String? = nil) -> Request {
        Request(url: front.url(path), allowsPrivateAddress: true, caFile: caFile)
    }

    /// The error that a request ends with; nil where it ends well.
    func failure(_ request: Request) async -> TransferError? {
        do throws(TransferError) {
            _ = try await client.send(request)
            return nil
        } catch {
            return error
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A certificate` {
    /// Over a connection that was kept, and over one for which only the TLS session was.
    @Test(arguments: [[], [("Connection", "close")]])
    func `is trusted for the request that names its authority`(_ headers: [(String, String)]) async throws {
        let hall = try Hall { _ in .text("well", headers: headers) }
        for _ in 0..<2 {
            #expect(await hall.failure(hall.request(caFile: hall.authority)) == nil)
            for file in [nil, hall.otherAuthority] {
                let error = await hall.failure(hall.request(caFile: file))
                #expect(error.map(isAboutCertificate) == true, "\(String(describing: error))")
            }
        }
        #expect(hall.server.requests.count == 2)
    }

    @Test func `is asked for once while a connection is kept`() async throws {
        let hall = try Hall()
        for _ in 0..<3 { _ = try await hall.client.send(hall.request(caFile: hall.authority)) }
        #expect(hall.server.requests.map(\.connection) == [1, 1, 1])
    }

    @Test(arguments: [(TestCertificates.expired, "expired"), (TestCertificates.misnamed, "127.0.0.1")])
    func `that does not hold is told from other trouble with TLS`(
        _ certificate: String,
        _ word: String
    ) async throws {
        let hall = try Hall(certificate: certificate)
        let error = try #require(await hall.failure(hall.request(caFile: hall.authority)))
        #expect(isAboutCertificate(error))
        #expect("\(error)".contains(word), "\(error)")
        #expect(!error.isInDoubt)
        #expect(hall.server.requests.isEmpty)
    }

    @Test func `needs a file of authorities that can be read`() async throws {
        let hall = try Hall()
        let missing = hall.folder.file("missing.pem")
        #expect(
            await hall.failure(hall.request(caFile: missing))
                == .unreadableFile(
                    path: missing,
                    reason: "cannot be read; name a file of certificates in PEM"
                )
        )
        let empty = try hall.folder.write("no certificate\n", to: "empty.pem")
        guard case .tls = await hall.failure(hall.request(caFile: empty)) else {
            Issue.record("a file without certificates")
            return
        }
    }

    private func isAboutCertificate(_ error: TransferError) -> Bool {
        if case .certificate = error { true } else { false }
    }
}
