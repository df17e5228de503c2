import CCurl

extension MailTransfer {
    /// Judges how libcurl ended the transfer.
    func step(after code: CURLcode) -> TransferStep {
        let result = result(code)
        return .over { self.order.answer(result) }
    }

    /// The server's last word, if it had one, and else what kept it from saying it.
    private func result(_ code: CURLcode) -> Result<MailAnswer, TransferError> {
        // The word before TLS came to nothing was not about the mail.
        switch connectionError(code) {
        case .certificate(let problem): return .failure(.certificate(problem))
        case .tls(let problem): return .failure(.tls(problem))
        default: break
        }
        if let reply = lastWord { return .success(.reply(reply)) }
        switch code {
        case CURLE_USE_SSL_FAILED: return .success(.noEncryption)
        case CURLE_LOGIN_DENIED: return .success(.noLogin)
        default: return .failure(error(code))
        }
    }

    /// The reply that decided; nil where the last thing that the server was told is without one.
    private var lastWord: MailReply? {
        guard let reply = dialogue.reply else { return nil }
        let isTaken = dialogue.stage == .message && isHandedOver && reply.code / 100 == 2
        guard isTaken || reply.code >= 400 else { return nil }
        return MailReply(
            stage: dialogue.stage,
            code: reply.code,
            text: reply.text,
            refusals: dialogue.refusals
        )
    }

    private func error(_ code: CURLcode) -> TransferError {
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: return order.ticket.isCancelled ? .cancelled : .shutDown
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase)
        default: break
        }
        if let error = connectionError(code) { return error }
        return isHandedOver ? .connectionLost(problem) : .connect(problem)
    }

    private var phase: TransferError.Phase {
        if isHandedOver { return .waiting }
        return dialogue.hasBegun ? .handingOver : connectionPhase
    }
}
