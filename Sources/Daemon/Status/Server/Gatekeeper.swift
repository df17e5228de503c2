import FoundationEssentials
import Notifying

/// Decides who may ask the status port.
///
/// With a token, whoever has it: as a bearer, or as the password that a browser asks for. Basic authentication keeps the
/// token out of addresses, and with them out of histories and logs, needs no cookie, and feed readers know it.
///
/// Without a token, whoever calls this machine by its number or as localhost: a page elsewhere could give its own name
/// this machine's address and have a browser read what stands here.
struct Gatekeeper: Sendable {
    let token: Secret?

    /// Paths that need no token: they tell nothing but yes or no.
    private static let open = ["/healthz", "/readyz"]

    /// Why a request is refused; nil where it is not.
    func refusal(of request: StatusRequest) -> StatusResponse? {
        guard let token else {
            guard let host = request.headers["host"], Self.isOwn(host) else {
                return StatusResponse(
                    "Ask for 127.0.0.1 or localhost, or set a token: docs/status.md.\n",
                    status: 421
                )
            }
            return nil
        }
        if Self.open.contains(request.path) { return nil }
        if let given = Self.secret(in: request), Self.isSame(given, token.exposed) { return nil }
        return StatusResponse(
            "A token is needed: docs/status.md.\n",
            status: 401,
            headers: [("WWW-Authenticate", "Basic realm=\"tocsin\", charset=\"UTF-8\"")]
        )
    }

    /// Whether a name in a Host header cannot be somebody else's: a number or localhost, whatever the port.
    private static func isOwn(_ host: String) -> Bool {
        if host.hasPrefix("[") {
            return ListenAddress.family(of: String(host.dropFirst().prefix { $0 != "]" })) != nil
        }
        let name = String(host.prefix { $0 != ":" })
        return name.lowercased() == "localhost" || ListenAddress.family(of: name) != nil
    }

    /// The token as it was given: after "Bearer", or as the password after "Basic".
    private static func secret(in request: StatusRequest) -> String? {
        guard let header = request.headers["authorization"], let blank = header.firstIndex(of: " ") else {
            return nil
        }
        let value = String(header[header.index(after: blank)...].drop { $0 == " " })
        switch header[..<blank].lowercased() {
        case "bearer": return value
        case "basic":
            guard let pair = Data(base64Encoded: value).map({ String(decoding: $0, as: UTF8.self) }),
                let colon = pair.firstIndex(of: ":")
            else { return nil }
            return String(pair[pair.index(after: colon)...])
        default: return nil
        }
    }

    /// Whether two texts are the same, in a time that tells no more than how long they are.
    private static func isSame(_ given: String, _ token: String) -> Bool {
        let (given, token) = (Array(given.utf8), Array(token.utf8))
        guard given.count == token.count else { return false }
        return zip(given, token).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
