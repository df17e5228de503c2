import CCurl
import Glibc

/// What libcurl waits for, watched with epoll: a step costs what has happened, and not what is under way.
///
/// Ownership: the object owns the epoll descriptor, and lends itself to the multi handle's callbacks, which stop when it
/// says `leave`. The alarm's descriptor stays its owner's.
final class Sockets {
    private static let most = 256

    private let multi: UnsafeMutableRawPointer
    private let alarm: Alarm
    private let epoll: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: most)
    /// When libcurl wants to be called though nothing has happened; nil for never.
    private var timeout: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer, _ alarm: Alarm) {
        self.multi = multi
        self.alarm = alarm
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        watch(alarm.descriptor, for: EPOLLIN.rawValue)
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = tocsin_curl_multi_set_socket_callback(multi, socketChanged, context)
        _ = tocsin_curl_multi_set_timer_callback(multi, timerChanged, context)
    }

    deinit {
        close(epoll)
    }

    /// Ends the callbacks.
    func leave() {
        _ = tocsin_curl_multi_set_socket_callback(multi, nil, nil)
        _ = tocsin_curl_multi_set_timer_callback(multi, nil, nil)
    }

    /// Waits until something happens, and lets libcurl act on it.
    func step() {
        let count = epoll_wait(epoll, &events, Int32(events.count), patience)
        var running: Int32 = 0
        for event in events.prefix(max(0, Int(count))) {
            guard event.data.fd != alarm.descriptor else {
                alarm.silence()
                continue
            }
            curl_multi_socket_action(multi, event.data.fd, action(event.events), &running)
        }
        guard let timeout, timeout <= .now else { return }
        self.timeout = nil
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
    }

    fileprivate func wait(milliseconds: Int) {
        timeout = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
    }

    /// Watches a socket, or no longer, as libcurl says; it closes sockets only after it has said so.
    fileprivate func change(_ socket: curl_socket_t, _ what: Int32) {
        let isRead = what == CURL_POLL_IN || what == CURL_POLL_INOUT
        let isWritten = what == CURL_POLL_OUT || what == CURL_POLL_INOUT
        if what == CURL_POLL_REMOVE {
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil)
        } else {
            watch(socket, for: (isRead ? EPOLLIN.rawValue : 0) | (isWritten ? EPOLLOUT.rawValue : 0))
        }
    }

    private func watch(_ descriptor: Int32, for wanted: UInt32) {
        var event = epoll_event(events: wanted, data: epoll_data_t(fd: descriptor))
        if epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) != 0 {
            epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
        }
    }

    private var patience: Int32 {
        guard let timeout else { return -1 }
        let (seconds, attoseconds) = max(.zero, timeout - .now).components
        // Rounded up: to come a little too early would mean to come twice.
        return Int32(min(seconds, 1_000)) * 1_000
            + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    private func action(_ events: UInt32) -> Int32 {
        (events & EPOLLIN.rawValue != 0 ? CURL_CSELECT_IN : 0)
            | (events & EPOLLOUT.rawValue != 0 ? CURL_CSELECT_OUT : 0)
            | (events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 ? CURL_CSELECT_ERR : 0)
    }
}

/// Wakes the thread that waits for sockets.
///
/// Ownership: the value owns an eventfd, until `close`.
struct Alarm: Sendable {
    let descriptor: Int32

    init() throws(TransferError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .outOfMemory }
    }

    func ring() { eventfd_write(descriptor, 1) }

    func silence() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }

    func close() { Glibc.close(descriptor) }
}

private func socketChanged(
    handle: UnsafeMutableRawPointer?,
    socket: curl_socket_t,
    what: Int32,
    context: UnsafeMutableRawPointer?,
    socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    if let context { Unmanaged<Sockets>.fromOpaque(context).takeUnretainedValue().change(socket, what) }
    return 0
}

private func timerChanged(
    multi: UnsafeMutableRawPointer?,
    milliseconds: Int,
    context: UnsafeMutableRawPointer?
) -> Int32 {
    if let context {
        Unmanaged<Sockets>.fromOpaque(context).takeUnretainedValue().wait(milliseconds: milliseconds)
    }
    return 0
}
