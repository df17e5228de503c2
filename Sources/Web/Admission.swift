/// Who may run, and who waits: a total, and a share of it for each host.
///
/// libcurl's own limits would let the clock of a waiting transfer run.
struct Admission {
    /// One who wants to run.
    struct Applicant {
        let id: Int
        let host: String
    }

    private struct Host {
        var admitted = 0
        var waiting = Queue<Applicant>()
    }

    private let limits: ConnectionLimits
    private var running = 0
    private var hosts: [String: Host] = [:]
    /// Those whose host has room for them.
    private var ready = Queue<Applicant>()

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    /// Lines up.
    mutating func apply(_ applicant: Applicant) {
        var host = hosts[applicant.host] ?? Host()
        if host.admitted < limits.perHost {
            host.admitted += 1
            ready.append(applicant)
        } else {
            host.waiting.append(applicant)
        }
        hosts[applicant.host] = host
    }

    /// The next one to run, if there is room; it must `leave` afterwards.
    mutating func next() -> Applicant? {
        guard running < limits.total, let applicant = ready.popFirst() else { return nil }
        running += 1
        return applicant
    }

    /// Makes room.
    mutating func leave(_ name: String) {
        running -= 1
        guard var host = hosts[name] else { return }
        if let heir = host.waiting.popFirst() {
            ready.append(heir)
        } else {
            host.admitted -= 1
        }
        hosts[name] = host.admitted > 0 ? host : nil
    }
}
