import CCurl

/// A request being carried out.
final class RequestTransfer: Transfer {
    let order: RequestOrder
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
    /// Where it has come to, if redirects are followed here.
    private(set) var journey = Journey()
    private var spent = Duration.zero

    init(_ order: RequestOrder, _ settings: TransferSettings) throws(TransferError) {
        self.order = order
        self.settings = settings
        let spare = order.isUsual ? settings.spareHandles.take() : nil
        handle = if let spare { spare } else { try EasyHandle() }
        received = Received(bodyLimit: order.request.bodyLimit)
        addressGuard = AddressGuard(order.request, order.target)
        if spare == nil { configureCommon() }
        configureRequest()
        guard !handle.hasFailed else { throw .outOfMemory }
    }

    deinit {
        if order.isUsual { settings.spareHandles.give(handle) }
    }

    /// The time left of the total.
    var timeLeft: Duration { order.request.timeouts.total - spent }

    /// Makes ready for a second try, from the start; the handle must have been removed from the multi handle.
    func prepare(for retry: Retry) {
        spent += .microseconds(handle.microseconds(CURLINFO_TOTAL_TIME_T))
        journey = Journey()
        switch retry {
        case .plain: isPlain = true
        case .fresh: isFresh = true
        }
        received = Received(bodyLimit: order.request.bodyLimit)
        addressGuard = AddressGuard(order.request, order.target)
        hasSent = false
        configureTry()
    }

    /// Makes ready to follow a redirect; the handle must have been removed from the multi handle.
    ///
    /// What has been received stays, with its limits, and so does the guard, which remembers `https`.
    func follow(to url: String) {
        let total = Duration.microseconds(handle.microseconds(CURLINFO_TOTAL_TIME_T))
        let waiting = Duration.microseconds(handle.microseconds(CURLINFO_STARTTRANSFER_TIME_T))
        spent += total
        journey.move(
            from: order.target,
            to: url,
            answers: received.answers,
            waiting: waiting,
            total: total
        )
        // What libcurl does, and RFC 9110, section 15.4, allows: the body is handed in once.
        if !order.request.isSafe, (301...303).contains(received.status) { handle.set(CURLOPT_HTTPGET, 1) }
        configureHop(url)
    }
}

/// A reason to try once more.
enum Retry {
    /// The content coding could not be read: ask for none.
    case plain
    /// The connection had gone stale while it lay idle: make a new one.
    case fresh
}
