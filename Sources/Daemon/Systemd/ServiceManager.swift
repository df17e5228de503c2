import Glibc

/// The service manager that started the process, where there is one: it hears when the daemon is ready, what it does,
/// and that it lives.
///
/// The protocol is systemd's `sd_notify(3)`: one datagram of lines for each message.
struct ServiceManager: Sendable {
    /// Within which time it wants a sign of life again; nil where it does not ask for any.
    let watchdog: Duration?
    private let socket: DatagramSocket

    /// The manager that the environment names; nil where it names none.
    init?(environment: [String: String]) {
        guard let socket = environment["NOTIFY_SOCKET"].flatMap(DatagramSocket.init) else { return nil }
        self.socket = socket
        // The variables are inherited: they may be meant for the process that started this one.
        let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        let limit = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        watchdog = isMeant ? limit.flatMap { $0 > 0 ? .microseconds($0) : nil } : nil
    }

    /// All that was to be done before the work is done; also said at the end of a reload.
    func tellReady(_ status: String) {
        tell("READY=1", Self.status(status))
    }

    /// Settings and lists are being read again.
    func tellReloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        tell("RELOADING=1", "MONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)")
    }

    /// One line about what the daemon does.
    func tellStatus(_ status: String) {
        tell(Self.status(status))
    }

    /// A sign of life.
    func tellAlive() {
        tell("WATCHDOG=1")
    }

    /// The daemon ends because it was asked to.
    func tellStopping() {
        tell("STOPPING=1", Self.status("ends what is under way"))
    }

    private static func status(_ text: String) -> String {
        "STATUS=" + text.replacing("\n", with: " ")
    }

    private func tell(_ lines: String...) {
        _ = socket.send(Array(lines.joined(separator: "\n").utf8))
    }
}
