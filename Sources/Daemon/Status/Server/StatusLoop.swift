import Glibc
import Synchronization

/// The thread that speaks with the status port's clients: never more than a few, none of them for long.
///
/// It waits for all of them at once, so that a client that sends nothing, or takes nothing, holds up nobody: neither
/// another client nor, since it is a thread of its own, a poll or a delivery. Where all places are taken, the client that
/// has sat idle longest makes room.
///
/// Ownership: the object owns the listening socket and the pair that wakes the thread; the thread retains the object and closes everything as
/// its last act.
final class StatusLoop: Sendable {
    /// Makes the answer to a request.
    typealias Answer = @Sendable (StatusRequest) async -> StatusResponse

    /// How many clients there may be at once.
    static let places = 64
    /// For how many of them answers are made at once: the store has other readers.
    static let answersAtOnce = 2
    /// How long an answer may take to be made, in milliseconds.
    private static let answeringTime = 10_000

    private struct Inbox {
        var answers: [(client: Int, response: StatusResponse)] = []
        var isStopping = false
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let listener: Int32
    private let wakeUp: (read: Int32, write: Int32)
    private let answer: Answer
    private let inbox = Mutex(Inbox())

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - listener: A socket that listens and does not block; the loop closes it.
    ///   - answer: Makes the answers.
    init?(listener: Int32, answer: @escaping Answer) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            close(listener)
            return nil
        }
        self.listener = listener
        wakeUp = (ends[0], ends[1])
        self.answer = answer
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        guard pthread_create(&thread, nil, runLoop, retained.toOpaque()) == 0 else {
            retained.release()
            for descriptor in ends + [listener] { close(descriptor) }
            return nil
        }
        pthread_detach(thread)
    }

    /// Tells the thread to end.
    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            if !inbox.isOver { ring() }
        }
    }

    /// Waits until the thread has closed everything.
    func join() async {
        await withCheckedContinuation { continuation in
            let isOver = inbox.withLock { inbox in
                if !inbox.isOver { inbox.waiter = continuation }
                return inbox.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    private func ring() {
        var byte: UInt8 = 1
        _ = Glibc.write(wakeUp.write, &byte, 1)
    }

    fileprivate func run() {
        var clients = StatusClients()
        while !inbox.withLock({ $0.isStopping }) {
            wait(for: &clients)
            let answers = inbox.withLock { inbox in
                defer { inbox.answers = [] }
                return inbox.answers
            }
            let now = milliseconds()
            for (client, response) in answers { clients.take(response, for: client, now: now) }
            for (number, request) in clients.begin(until: now + Self.answeringTime) { make(number, request) }
            clients.dropOverdue(now: now)
        }
        clients.dropAll()
        let waiter = inbox.withLock { inbox in
            inbox.isOver = true
            close(listener)
            close(wakeUp.read)
            close(wakeUp.write)
            return inbox.waiter.take()
        }
        waiter?.resume()
    }

    /// Sleeps until something can be done, and lets clients go on.
    private func wait(for clients: inout StatusClients) {
        var sockets = [
            pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: clients.acceptsAt <= milliseconds() ? listener : -1,
                events: Int16(POLLIN),
                revents: 0
            ),
        ]
        let numbers = clients.polled
        sockets += numbers.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        let pause = clients.nextDeadline.map { max(0, min($0 - milliseconds() + 1, 60_000)) } ?? -1
        guard poll(&sockets, nfds_t(sockets.count), Int32(pause)) > 0 else { return }
        let now = milliseconds()
        if sockets[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(wakeUp.read, &bytes, bytes.count) > 0 {}
        }
        for (place, client) in numbers.enumerated() where sockets[place + 2].revents != 0 {
            clients.proceed(client.number, now: now)
        }
        if sockets[1].revents != 0 { clients.accept(from: listener, now: now) }
    }

    private func make(_ client: Int, _ request: StatusRequest) {
        // Behind polls and deliveries: a page can wait.
        Task(priority: .utility) {
            let response = await answer(request)
            inbox.withLock { inbox in
                guard !inbox.isOver else { return }
                inbox.answers.append((client, response))
                ring()
            }
        }
    }
}

private func runLoop(_ loop: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let loop { Unmanaged<StatusLoop>.fromOpaque(loop).takeRetainedValue().run() }
    return nil
}

/// A clock that is never set back.
private func milliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
}
