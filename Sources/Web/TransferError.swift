/// Why there is no answer.
public enum TransferError: Error, Hashable, Sendable {
    /// What was going on when the time was up.
    public enum Phase: Sendable, Hashable {
        /// The name was being looked up.
        case resolving
        /// The connection was being made.
        case connecting
        /// TLS was being agreed on.
        case securing
        /// A mail server was being told of a mail, which was not whole yet.
        case handingOver
        /// The request was out, and nothing had come back.
        case waiting
        /// The answer had begun.
        case receiving
    }

    /// The address cannot be read.
    case invalidURL(String)
    /// The named header holds a line break or another byte that no header may hold.
    case invalidHeader(String)
    /// The address, or a redirect, is neither `http` nor `https`.
    case forbiddenScheme(String)
    /// The name has no address.
    case resolve(host: String)
    /// No connection came about.
    case connect(String)
    /// The proxy could not be used.
    case proxy(String)
    /// The server's address is private, and the request does not allow it.
    case privateAddress(String)
    /// TLS could not be agreed on.
    case tls(String)
    /// The server's certificate does not hold: its time is up, it is another server's, or nobody vouches for
    /// it.
    case certificate(String)
    /// The time was up.
    case timedOut(Phase)
    /// The connection ended before the answer's headers did.
    case connectionLost(String)
    /// The answer is not HTTP.
    case protocolError(String)
    /// The answer's headers are larger than this many bytes.
    case headersTooLarge(limit: Int)
    /// More redirects than the request allows.
    case tooManyRedirects(limit: Int)
    /// A redirect from `https` to this `http` address.
    case insecureRedirect(to: String)
    /// The file at a path cannot be read.
    case unreadableFile(path: String, reason: String)
    /// The task was cancelled.
    case cancelled
    /// The client was shut down.
    case shutDown
    /// There is no memory, or no thread, to work with.
    case outOfMemory
}

extension TransferError {
    /// Whether the request may have reached the server, so that sending it again may do it twice.
    ///
    /// After `cancelled` and `shutDown` nobody knows, so they count as reached.
    public var isInDoubt: Bool {
        switch self {
        case .timedOut(.waiting), .timedOut(.receiving), .connectionLost, .protocolError, .headersTooLarge,
            .tooManyRedirects, .insecureRedirect, .cancelled, .shutDown:
            true
        case .invalidURL, .invalidHeader, .forbiddenScheme, .resolve, .connect, .proxy, .privateAddress, .tls,
            .certificate, .timedOut, .unreadableFile, .outOfMemory:
            false
        }
    }
}

extension TransferError: CustomStringConvertible {
    /// The message for the person.
    public var description: String {
        switch self {
        case .invalidURL(let url): "\(url) is not a web address; write it as https://host/path"
        case .invalidHeader(let name):
            "the header \(name) holds a character that no header may hold; remove it"
        case .forbiddenScheme(let scheme): "\(scheme): addresses are not fetched; only http and https are"
        case .resolve(let host): "the name \(host) has no address; check its spelling, and the DNS"
        case .connect(let problem): problem
        case .proxy(let problem): "the proxy cannot be used: \(problem)"
        case .privateAddress(let address):
            "\(address) is a private address; allow private addresses if you trust it"
        case .tls(let problem): "no secure connection: \(problem)"
        case .certificate(let problem): "the server's certificate is not trusted: \(problem)"
        case .timedOut(let phase): "timed out \(phase)"
        case .connectionLost(let problem): "the connection was lost before the answer: \(problem)"
        case .protocolError(let problem): "the answer is not proper HTTP: \(problem)"
        case .headersTooLarge(let limit): "the answer's headers are larger than \(limit) bytes"
        case .tooManyRedirects(let limit): "more than \(limit) redirects; the address may lead in a circle"
        case .insecureRedirect(let url): "redirected from https to the insecure \(url), which is not followed"
        case .unreadableFile(let path, let reason): "\(path) \(reason)"
        case .cancelled: "cancelled"
        case .shutDown: "the web client has been shut down"
        case .outOfMemory: "out of memory or threads"
        }
    }
}

extension TransferError.Phase: CustomStringConvertible {
    /// The phase, in words that follow "timed out".
    public var description: String {
        switch self {
        case .resolving: "while looking up the server's name"
        case .connecting: "while connecting"
        case .securing: "while agreeing on TLS"
        case .handingOver: "while handing over the mail"
        case .waiting: "while waiting for the answer"
        case .receiving: "while receiving the answer"
        }
    }
}
