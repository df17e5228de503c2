/// A mail on its way to the client's thread.
struct MailOrder: Order {
    let mail: Mail
    let ticket: Ticket
    let continuation: CheckedContinuation<Result<MailAnswer, TransferError>, Never>

    var target: Target { mail.server.target }

    func transfer(_ settings: TransferSettings) throws(TransferError) -> any Transfer {
        try MailTransfer(self, settings)
    }
}
