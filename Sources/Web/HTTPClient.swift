/// Fetches over HTTP and HTTPS, many at a time, on one thread of its own.
///
/// Nothing a server sets survives a request but open connections and TLS sessions: no cookies, no addresses.
public final class HTTPClient: Sendable {
    private let engine: Engine

    /// A client, ready to use.
    ///
    /// - Parameters:
    ///   - userAgent: How it calls itself to servers.
    ///   - limits: How many requests run at a time.
    ///   - caFile: The certificate authorities to trust, in PEM; nil takes those of `SSL_CERT_FILE` or
    ///     `CURL_CA_BUNDLE`, or else the system's.
    /// - Throws: `unreadableFile` where `caFile` cannot be read; `outOfMemory` where there is no thread to be
    /// had.
    public init(
        userAgent: String,
        limits: ConnectionLimits = ConnectionLimits(),
        caFile: String? = nil
    ) throws(TransferError) {
        guard Header("User-Agent", userAgent).line != nil else { throw .invalidHeader("User-Agent") }
        engine = try Engine(
            userAgent: userAgent,
            certificates: CertificateBundle.path(caFile),
            limits: limits
        )
    }

    /// The client's own thread, for tasks that do little between requests: to come back to it costs them nothing.
    ///
    /// Whoever works longer than for some microseconds, or blocks, holds up every transfer.
    public var executor: any TaskExecutor { engine }

    deinit {
        engine.stop()
        engine.detach()
    }

    /// Sends a request and waits for the answer; the wait ends at once when the task is cancelled.
    ///
    /// An answer that breaks off after its headers is an answer with `cut` set, and no error.
    public func send(_ request: Request) async throws(TransferError) -> Response {
        let target = try Target(checking: request.url)
        let headers = try HeaderLines(request)
        if let name = request.userAgent, Header("User-Agent", name).line == nil {
            throw .invalidHeader("User-Agent")
        }
        let certificates = try request.caFile.map(CertificateBundle.path(named:))
        return try await engine.result { ticket, continuation in
            RequestOrder(
                request: request,
                target: target,
                headers: headers,
                certificates: certificates,
                ticket: ticket,
                continuation: continuation
            )
        }.get()
    }

    /// Ends every request, each with `shutDown`, and waits until the client's thread has ended.
    public func shutDown() async {
        engine.stop()
        await engine.join()
    }
}
