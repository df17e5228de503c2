import CCurl

/// What to make of a request whose transfer has come to its end.
enum RequestVerdict {
    case finished(Result<Response, TransferError>)
    case again(Retry)
    /// A redirect to follow.
    case onward(to: String)
}

extension RequestTransfer {
    /// Judges how libcurl ended the transfer.
    func step(after code: CURLcode) -> TransferStep {
        switch verdict(code) {
        case .finished(let result): .over { self.order.answer(result) }
        case .again(let retry): .onward { self.prepare(for: retry) }
        case .onward(let url): .onward { self.follow(to: url) }
        }
    }

    /// The answer for the caller, a redirect to follow, or a reason to try again.
    private func verdict(_ code: CURLcode) -> RequestVerdict {
        if let verdict = redirectVerdict(code) { return verdict }
        if let retry = retry(after: code) { return .again(retry) }
        if code == CURLE_OK { return .finished(.success(response(cut: nil))) }
        if let cut = cut(by: code) { return .finished(.success(response(cut: cut))) }
        return .finished(.failure(error(code)))
    }

    /// What to make of a redirect that is not libcurl's to follow; nil where there is none.
    private func redirectVerdict(_ code: CURLcode) -> RequestVerdict? {
        let request = order.request
        guard request.hasSecrets, isOnItsWay, let location = received.location else { return nil }
        // The head must be this hop's own, and not the one that led here.
        guard received.isHeadComplete, received.answers > journey.answersBefore else { return nil }
        switch code {
        case CURLE_OK: break
        // Nobody wants the body, so it need not be whole.
        case CURLE_BAD_CONTENT_ENCODING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM: break
        case CURLE_WRITE_ERROR where received.overflow == nil: break
        default: return nil
        }
        guard journey.hops < request.maxRedirects else {
            return .finished(.failure(.tooManyRedirects(limit: request.maxRedirects)))
        }
        let page = handle.string(CURLINFO_EFFECTIVE_URL)
        guard let url = Target.resolve(location, on: page) else {
            return .finished(.failure(.invalidURL(page)))
        }
        return .onward(to: url)
    }

    private func retry(after code: CURLcode) -> Retry? {
        guard order.request.isSafe, !isPlain, !isFresh, timeLeft > .zero else { return nil }
        switch code {
        case CURLE_BAD_CONTENT_ENCODING:
            // Where part of the body could be decoded, it is worth more than what a second try may bring.
            return received.body.isEmpty ? .plain : nil
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM, CURLE_GOT_NOTHING, CURLE_HTTP2:
            let isReused = handle.int(CURLINFO_NUM_CONNECTS) == 0
            return isReused && received.isEmpty ? .fresh : nil
        default:
            return nil
        }
    }

    /// Why the body is a part; nil where there is no answer to speak of.
    private func cut(by code: CURLcode) -> CutReason? {
        guard received.isHeadComplete, received.status >= 200, !isOnItsWay else { return nil }
        switch code {
        case CURLE_WRITE_ERROR where received.overflow == .body: return .bodyLimit(order.request.bodyLimit)
        case CURLE_WRITE_ERROR where received.overflow == nil: return .undecodable
        case CURLE_BAD_CONTENT_ENCODING: return .undecodable
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2_STREAM, CURLE_HTTP2:
            return .connectionLost
        default: return nil
        }
    }

    private func response(cut: CutReason?) -> Response {
        var page = order.request.url
        let redirects = received.hops.map { hop in
            page = Target.resolve(hop.location, on: page) ?? page
            return Response.Redirect(status: hop.status, to: page)
        }
        return Response(
            status: received.status,
            headers: Headers(received.fields),
            body: received.body,
            url: handle.string(CURLINFO_EFFECTIVE_URL),
            redirects: redirects,
            cut: cut,
            timeToFirstByte: journey.waiting
                + .microseconds(handle.microseconds(CURLINFO_STARTTRANSFER_TIME_T)),
            total: journey.total + .microseconds(handle.microseconds(CURLINFO_TOTAL_TIME_T))
        )
    }

    private func error(_ code: CURLcode) -> TransferError {
        // A refused socket is tried around, so the refusal counts only where no other address would do.
        if code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK,
            let refusal = addressGuard.refusal
        {
            return refusal
        }
        switch code {
        case CURLE_URL_MALFORMAT: return .invalidURL(handle.string(CURLINFO_EFFECTIVE_URL))
        case CURLE_UNSUPPORTED_PROTOCOL: return unsupportedProtocol
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxy(problem)
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase)
        case CURLE_TOO_MANY_REDIRECTS: return .tooManyRedirects(limit: order.request.maxRedirects)
        case CURLE_WRITE_ERROR where received.overflow == .headers:
            return .headersTooLarge(limit: Received.headerLimit)
        // libcurl's word for a single header line that is larger than its buffer.
        case CURLE_OUT_OF_MEMORY where hasSent: return .headersTooLarge(limit: Int(CURL_MAX_HTTP_HEADER))
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2_STREAM, CURLE_HTTP2,
            CURLE_PARTIAL_FILE:
            return hasSent ? .connectionLost(problem) : .connect(problem)
        default: return connectionError(code) ?? .protocolError(problem)
        }
    }

    /// Whether the last answer was a redirect that is being followed.
    var isOnItsWay: Bool { order.request.maxRedirects > 0 && received.location != nil }

    private var phase: TransferError.Phase {
        if hasSent, !isOnItsWay { return received.isEmpty ? .waiting : .receiving }
        return connectionPhase
    }

    /// libcurl has one code for a foreign scheme and for an answer in HTTP/0.9.
    private var unsupportedProtocol: TransferError {
        let page = handle.string(CURLINFO_EFFECTIVE_URL)
        let location = received.location.flatMap { Target.resolve($0, on: page) }
        if let location, let target = Target(location), !target.isWeb {
            return .forbiddenScheme(target.scheme)
        }
        return .protocolError(problem)
    }
}
