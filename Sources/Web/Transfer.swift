import CCurl

/// One order being carried out.
///
/// Ownership: the object owns its easy handle. libcurl holds an unretained pointer to the object for its
/// callbacks while the handle is part of the multi handle; `TransferLoop` keeps the object until it has
/// removed the handle. Everything here happens on the client's thread.
final class Transfer {
    let order: Order
    let handle: EasyHandle
    let settings: TransferSettings
    var received: Received
    var addressGuard: AddressGuard
    /// Whether the request, or that of a redirect, has begun to go out.
    var hasSent = false
    /// Whether this is the second try, made without content codings.
    private(set) var isPlain = false
    /// Whether this is the second try, made over a connection of its own.
    private(set) var isFresh = false
    private var spent = Duration.zero

    init(_ order: Order, _ settings: TransferSettings) throws(TransferError) {
        self.order = order
        self.settings = settings
        handle = try EasyHandle()
        received = Received(bodyLimit: order.request.bodyLimit)
        addressGuard = AddressGuard(order.request, order.target)
        configure()
        guard !handle.hasFailed else { throw .outOfMemory }
    }

    /// The time left of the total.
    var timeLeft: Duration { order.request.timeouts.total - spent }

    /// Makes ready for a second try; the handle must have been removed from the multi handle.
    func prepare(for retry: Retry) {
        spent += .microseconds(handle.microseconds(CURLINFO_TOTAL_TIME_T))
        switch retry {
        case .plain: isPlain = true
        case .fresh: isFresh = true
        }
        received = Received(bodyLimit: order.request.bodyLimit)
        addressGuard = AddressGuard(order.request, order.target)
        hasSent = false
        configureTry()
    }
}

/// A reason to try once more.
enum Retry {
    /// The content coding could not be read: ask for none.
    case plain
    /// The connection had gone stale while it lay idle: make a new one.
    case fresh
}

/// What all transfers of a client have in common.
///
/// Ownership: the share handle is lent by `Engine` and outlives every transfer.
struct TransferSettings {
    let userAgent: String
    let certificates: String
    let share: UnsafeMutableRawPointer?
}
