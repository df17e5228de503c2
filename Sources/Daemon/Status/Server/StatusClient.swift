import Glibc

/// One client of the status port, from its connection to its end.
///
/// Ownership: the loop that holds the value owns the descriptor, and closes it once, when it lets go of the client.
struct StatusClient {
    /// What is to happen next.
    enum Phase {
        /// The head of the request is read.
        case reading
        /// The request waits for its turn.
        case waiting(StatusRequest)
        /// The answer is made.
        case answering(StatusRequest)
        /// The answer is sent.
        case writing(ArraySlice<UInt8>)
        /// All is sent; what the client still sends is let pass, lest the answer be lost with it.
        case leaving
        /// There is nothing more to do.
        case over
    }

    /// How long a request may take to come in, in milliseconds.
    private static let readingTime = 5_000
    /// How long an answer may take to go out.
    private static let writingTime = 10_000
    private static let leavingTime = 1_000

    let descriptor: Int32
    private(set) var phase = Phase.reading
    /// When it is given up, in milliseconds of the loop's clock; an answer that is being made has its own limit.
    private(set) var deadline: Int
    private var head: [UInt8] = []
    private var method = "GET"

    init(descriptor: Int32, now: Int) {
        self.descriptor = descriptor
        deadline = now + Self.readingTime
    }

    /// What the system should wake the loop for.
    var events: Int16 {
        switch phase {
        case .reading, .leaving: Int16(POLLIN)
        case .writing: Int16(POLLOUT)
        case .waiting, .answering, .over: 0
        }
    }

    /// Whether nothing is being made for it: such a client can make room for another.
    var isIdle: Bool {
        switch phase {
        case .reading, .writing, .leaving, .over: true
        case .waiting, .answering: false
        }
    }

    /// Goes on as far as the socket allows.
    mutating func proceed(now: Int) {
        switch phase {
        case .reading: read(now)
        case .writing(let rest): write(rest, now)
        case .leaving: if receive() == nil { phase = .over }
        case .waiting, .answering, .over: break
        }
    }

    /// Takes the request that waits; nil where there is none.
    mutating func begin(until deadline: Int) -> StatusRequest? {
        guard case .waiting(let request) = phase else { return nil }
        phase = .answering(request)
        self.deadline = deadline
        return request
    }

    /// Sends an answer as far as the socket takes it at once, the rest later.
    mutating func send(_ response: StatusResponse, now: Int) {
        deadline = now + Self.writingTime
        write(response.bytes(forMethod: method)[...], now)
    }

    private mutating func read(_ now: Int) {
        guard let piece = receive() else {
            phase = .over
            return
        }
        // The mark may have begun in the piece before.
        let start = max(0, head.count - 3)
        head += piece
        let mark: [UInt8] = [13, 10, 13, 10]
        if let end = head[start...].indices.first(where: { head[$0...].starts(with: mark) }) {
            guard let request = StatusRequest(head: head[..<end]) else {
                return send(StatusResponse("This is no request.\n", status: 400), now: now)
            }
            method = request.method
            guard method == "GET" || method == "HEAD" else {
                let refusal = StatusResponse(
                    "Only to be read.\n",
                    status: 405,
                    headers: [("Allow", "GET, HEAD")]
                )
                return send(refusal, now: now)
            }
            phase = .waiting(request)
        } else if head.count > StatusRequest.limit {
            send(StatusResponse("The request is too long.\n", status: 431), now: now)
        }
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>, _ now: Int) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                phase = .writing(rest)
                return
            }
            guard count > 0 else {
                phase = .over
                return
            }
            rest = rest.dropFirst(count)
        }
        shutdown(descriptor, Int32(SHUT_WR))
        deadline = now + Self.leavingTime
        phase = .leaving
    }

    /// What has come in; empty where nothing has, nil at the end.
    private func receive() -> ArraySlice<UInt8>? {
        var piece = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &piece, piece.count, 0)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? [] : nil }
        return count == 0 ? nil : piece.prefix(count)
    }
}
