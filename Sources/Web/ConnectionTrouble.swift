import CCurl
import Glibc

/// What may go wrong with any connection, whatever is spoken over it.
extension Transfer {
    /// The error that a result of libcurl stands for; nil for one that is not about the connection.
    func connectionError(_ code: CURLcode) -> TransferError? {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .resolve(host: place.host)
        case CURLE_COULDNT_CONNECT: return .connect(connectProblem)
        case CURLE_OUT_OF_MEMORY: return .outOfMemory
        case CURLE_SSL_CONNECT_ERROR where problem.contains("SYSCALL"): return .connect(problem)
        case CURLE_PEER_FAILED_VERIFICATION: return .certificate(problem)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            return .tls(problem)
        default: return nil
        }
    }

    /// How far a connection that does not stand yet has come.
    var connectionPhase: TransferError.Phase {
        if handle.microseconds(CURLINFO_NAMELOOKUP_TIME_T) == 0 { return .resolving }
        return handle.microseconds(CURLINFO_CONNECT_TIME_T) == 0 ? .connecting : .securing
    }

    private var place: Target { Target(handle.string(CURLINFO_EFFECTIVE_URL)) ?? order.target }

    private var connectProblem: String {
        let code = Int32(handle.int(CURLINFO_OS_ERRNO))
        switch code {
        case 0: return "cannot connect to \(place.place): \(problem)"
        case ECONNREFUSED: return "connection refused by \(place.place); is the server running?"
        default: return "cannot connect to \(place.place): \(String(cString: strerror(code)).lowercased())"
        }
    }

    /// libcurl's text, or else its name for the code, as part of a sentence.
    var problem: String {
        let text = handle.errorText
        guard text.dropFirst().first?.isUppercase == false else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
