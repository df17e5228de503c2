import CCurl
import Glibc
import Synchronization

/// The thread that carries out transfers, and the way to it.
///
/// It runs jobs of tasks, too: what a task does between two transfers then costs no change of threads, which would be
/// more than the work itself.
///
/// Ownership: the object owns the multi handle, the share handle and the alarm. Only the thread uses them, but for the
/// alarm, which the lock keeps from ringing after the end. The thread retains the object, and frees them as its last act.
final class Engine: TaskExecutor {
    enum Command: Sendable {
        case start(any Order)
        case cancel(Int)
        case run(UnownedJob)
    }

    private struct Inbox {
        var commands: [Command] = []
        var isStopping = false
        var isOver = false
        var thread: pthread_t?
        /// The thread, as it knows itself.
        var worker: pthread_t?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let inbox = Mutex(Inbox())
    private let lastID = Atomic(0)
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    /// Keeps TLS sessions, which would else be forgotten with their transfer's handle.
    ///
    /// Only one thread uses it, so it needs no locks.
    private nonisolated(unsafe) let share: UnsafeMutableRawPointer?
    private let alarm: Alarm
    private let userAgent: String
    private let certificates: String
    private let limits: ConnectionLimits

    init(userAgent: String, certificates: String, limits: ConnectionLimits) throws(TransferError) {
        guard Self.isLibraryReady, let multi = curl_multi_init() else { throw .outOfMemory }
        self.multi = multi
        alarm = try Alarm()
        share = curl_share_init()
        self.userAgent = userAgent
        self.certificates = certificates
        self.limits = limits
        _ = tocsin_curl_share(share, CURL_LOCK_DATA_SSL_SESSION)
        _ = tocsin_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.idle)
        try startThread()
    }

    /// libcurl's own set-up, once in a process.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Has an order carried out and waits for its end, which cancelling the task brings about.
    func result<Kind: Order>(
        of order: (Ticket, CheckedContinuation<Result<Kind.Answer, TransferError>, Never>) -> Kind
    ) async -> Result<Kind.Answer, TransferError> {
        let ticket = Ticket(id: lastID.add(1, ordering: .relaxed).newValue)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let order = order(ticket, continuation)
                if !post(.start(order)) { order.fail(.shutDown) }
            }
        } onCancel: {
            ticket.cancel()
            _ = post(.cancel(ticket.id))
        }
    }

    /// Hands a command to the thread; false after the end.
    private func post(_ command: Command) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isStopping else { return false }
            inbox.commands.append(command)
            // The first command wakes the thread for all that come before it looks; the thread itself is awake.
            if inbox.commands.count == 1, inbox.worker != pthread_self() { alarm.ring() }
            return true
        }
    }

    /// Takes a job of a task; after the end it runs where other tasks' jobs do.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !post(.run(job)) { globalConcurrentExecutor.enqueue(job) }
    }

    /// Tells the thread to end, and does not wait for it.
    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            if !inbox.isOver { alarm.ring() }
        }
    }

    /// Lets the thread end by itself, where nobody will wait for it.
    func detach() {
        if let thread = takeThread() { pthread_detach(thread) }
    }

    /// Waits until the thread has ended.
    func join() async {
        await withCheckedContinuation { continuation in
            let isOver = inbox.withLock { inbox in
                if !inbox.isOver { inbox.waiters.append(continuation) }
                return inbox.isOver
            }
            if isOver { continuation.resume() }
        }
        // It has nothing left to do but return.
        if let thread = takeThread() { pthread_join(thread, nil) }
    }

    private func takeThread() -> pthread_t? {
        inbox.withLock { $0.thread.take() }
    }

    private func startThread() throws(TransferError) {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, runEngine, me.toOpaque())
        guard code == 0 else {
            me.release()
            freeHandles()
            throw .outOfMemory
        }
        inbox.withLock { $0.thread = thread }
    }

    fileprivate func run() {
        blockSignals()
        // libcurl reads the letters of international names as the locale says, and Swift leaves that at "C".
        let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let former = locale.map { uselocale($0) }
        defer {
            if let former { uselocale(former) }
            if let locale { freelocale(locale) }
        }
        let settings = TransferSettings(
            userAgent: userAgent,
            certificates: certificates,
            share: share,
            spareHandles: SpareHandles(limit: limits.total),
            isStopping: { self.inbox.withLock { $0.isStopping } }
        )
        inbox.withLock { $0.worker = pthread_self() }
        let loop = TransferLoop(multi, alarm, settings, limits)
        while let commands = takeCommands() {
            for command in commands { carryOut(command, loop) }
            // What the commands gave rise to comes before anything that is waited for.
            if commands.isEmpty { loop.step() } else { loop.admit() }
        }
        for command in takeLastCommands() { carryOut(command, loop) }
        loop.abandon()
        // The share handle cannot be freed while a handle uses it.
        settings.spareHandles.close()
        finish()
    }

    private func carryOut(_ command: Command, _ loop: TransferLoop) {
        switch command {
        case .start(let order): loop.start(order)
        case .cancel(let id): loop.cancel(id)
        case .run(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Nil when it is time to stop.
    private func takeCommands() -> [Command]? {
        inbox.withLock { inbox in
            guard !inbox.isStopping else { return nil }
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    private func takeLastCommands() -> [Command] {
        inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    private func finish() {
        let waiters = inbox.withLock { inbox in
            inbox.isOver = true
            freeHandles()
            return inbox.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func freeHandles() {
        curl_multi_cleanup(multi)
        curl_share_cleanup(share)
        alarm.close()
    }

    /// Signals belong to the main thread, which waits for them.
    private func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}

/// Called by the new thread with the engine that was retained for it.
private func runEngine(_ engine: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let engine { Unmanaged<Engine>.fromOpaque(engine).takeRetainedValue().run() }
    return nil
}
