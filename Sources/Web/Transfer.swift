import CCurl

/// One order being carried out.
///
/// Ownership: the object owns its easy handle. libcurl holds an unretained pointer to the object for its
/// callbacks while the handle is part of the multi handle; `TransferLoop` keeps the object until it has
/// removed the handle. Everything happens on the client's thread.
protocol Transfer: AnyObject {
    associatedtype Kind: Order

    var order: Kind { get }
    var handle: EasyHandle { get }

    /// Judges how libcurl ended the transfer.
    func step(after code: CURLcode) -> TransferStep
}

/// What comes after libcurl has ended a transfer; to be taken once its handle is no part of the multi handle.
enum TransferStep {
    /// It goes on, when this has made it ready.
    case onward(prepare: () -> Void)
    /// It is over, and this tells whoever waits for it.
    case over(tell: () -> Void)
}

/// What all transfers of a client have in common.
///
/// Ownership: the share handle is lent by `Engine` and outlives every transfer.
struct TransferSettings {
    let userAgent: String
    let certificates: String
    let share: UnsafeMutableRawPointer?
    let spareHandles: SpareHandles
    /// Whether the client is being shut down; for what keeps its thread from hearing of it.
    let isStopping: () -> Bool
}
