import CCurl

/// A mail being handed over.
final class MailTransfer: Transfer {
    let order: MailOrder
    let handle: EasyHandle
    let settings: TransferSettings
    var dialogue: MailDialogue
    private var rest: ArraySlice<UInt8>
    /// Whether all of the mail has gone out, so that the server may have taken it.
    private(set) var isHandedOver = false

    init(_ order: MailOrder, _ settings: TransferSettings) throws(TransferError) {
        self.order = order
        self.settings = settings
        handle = try EasyHandle()
        dialogue = MailDialogue(order.mail)
        rest = order.mail.message[...]
        configure()
        guard !handle.hasFailed else { throw .outOfMemory }
    }

    /// Whether nobody waits for the end any more.
    var isUnwanted: Bool { order.ticket.isCancelled || settings.isStopping() }

    /// Moves the next bytes of the mail into a buffer.
    ///
    /// - Parameter buffer: Where to put them.
    /// - Returns: How many there were; 0 after the end.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        if piece.isEmpty { isHandedOver = true }
        return piece.count
    }
}
