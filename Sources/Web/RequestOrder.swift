/// A request on its way to the client's thread.
struct RequestOrder: Order {
    let request: Request
    let target: Target
    let headers: HeaderLines
    /// The authorities to trust; nil trusts the client's.
    let certificates: String?
    let ticket: Ticket
    let continuation: CheckedContinuation<Result<Response, TransferError>, Never>

    /// Whether the request differs from most in nothing that a handle keeps, and carries no secret.
    var isUsual: Bool {
        request.method == .get && request.proxy == nil && certificates == nil && !request.hasSecrets
    }

    func transfer(_ settings: TransferSettings) throws(TransferError) -> any Transfer {
        try RequestTransfer(self, settings)
    }
}
