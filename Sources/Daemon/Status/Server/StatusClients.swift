import Glibc

/// The clients of the status port, in the order in which they came.
struct StatusClients {
    private var clients: [Int: StatusClient] = [:]
    private var order: [Int] = []
    private var last = 0
    /// How many answers are being made, those for clients that have left included.
    private var making = 0
    /// Before when nobody is let in, in milliseconds of the loop's clock: the process has no more descriptors.
    private(set) var acceptsAt = 0

    /// What the loop waits for: not for clients whose answers are being made, whose leaving would wake it all the time.
    var polled: [(number: Int, descriptor: Int32, events: Int16)] {
        order.compactMap { number in clients[number].map { (number, $0.descriptor, $0.events) } }
            .filter { $0.events != 0 }
    }

    /// When the first client is to be given up.
    var nextDeadline: Int? {
        let pause = acceptsAt > 0 ? [acceptsAt] : []
        return (clients.values.map(\.deadline) + pause).min()
    }

    /// Lets in those who wait at the door; where there is no place, who has sat idle longest makes room.
    mutating func accept(from listener: Int32, now: Int) {
        acceptsAt = 0
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                if errno != EAGAIN { acceptsAt = now + 1_000 }
                return
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            if clients.count >= StatusLoop.places {
                guard let idle = order.first(where: { clients[$0]?.isIdle ?? false }) else {
                    close(descriptor)
                    return
                }
                drop(idle)
            }
            last += 1
            clients[last] = StatusClient(descriptor: descriptor, now: now)
            order.append(last)
            // Most have sent their request by now: they need not wait for the next look, and nobody can displace them.
            proceed(last, now: now)
        }
    }

    /// Goes on with a client as far as its socket allows.
    mutating func proceed(_ number: Int, now: Int) {
        clients[number]?.proceed(now: now)
        if case .over = clients[number]?.phase { drop(number) }
    }

    /// The requests whose turn it is.
    mutating func begin(until deadline: Int) -> [(client: Int, request: StatusRequest)] {
        var requests: [(client: Int, request: StatusRequest)] = []
        for number in order where making < StatusLoop.answersAtOnce {
            guard let request = clients[number]?.begin(until: deadline) else { continue }
            making += 1
            requests.append((number, request))
        }
        return requests
    }

    /// Hands an answer to the client who asked for it, if it is still there.
    mutating func take(_ response: StatusResponse, for number: Int, now: Int) {
        making -= 1
        clients[number]?.send(response, now: now)
        if case .over = clients[number]?.phase { drop(number) }
    }

    /// Lets go of those whose time is up.
    mutating func dropOverdue(now: Int) {
        for number in order where clients[number].map({ $0.deadline <= now }) ?? false { drop(number) }
    }

    /// Lets go of everybody.
    mutating func dropAll() {
        for number in order { drop(number) }
    }

    private mutating func drop(_ number: Int) {
        guard let client = clients.removeValue(forKey: number) else { return }
        close(client.descriptor)
        order.removeAll { $0 == number }
    }
}
