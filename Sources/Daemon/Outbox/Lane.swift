import FoundationEssentials
import Logging
import News
import Notifying
import Storage

/// One channel's way out of the outbox: one message at a time, in order.
///
/// The actor owns the flood brake. A message is written to the store before it is sent, and what became of it together
/// with the next one.
actor Lane {
    /// How much of what waits is looked at together.
    private static let window = 200
    /// What was owed for too long is looked for this often.
    private static let expiry = Duration.seconds(3_600)
    /// For longer pauses the lane goes to sleep.
    private static let longestPause = Duration.seconds(60)

    private let channel: any Channel
    private let store: any Store
    private let health: StoreHealth
    private let pacer: Pacer
    private let policy: DeliveryPolicy
    private let metrics: Metrics
    private let owe: @Sendable (Notice) -> [OwedNotice]
    private let log: LaneLog
    private let now: @Sendable () -> Date
    private var brake: FloodBrake
    private var nextExpiry = Date.distantPast
    private var hasToldFallback = false

    /// A channel's lane.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - store: The outbox.
    ///   - health: The patience with a store that fails.
    ///   - pacer: The pace of all channels.
    ///   - policy: What is late, and what is too much.
    ///   - metrics: What is counted.
    ///   - logger: Where the lane says what happens.
    ///   - now: The clock.
    ///   - owe: Whom a notice about the channel is owed to.
    init(
        _ channel: any Channel,
        store: any Store,
        health: StoreHealth,
        pacer: Pacer,
        policy: DeliveryPolicy,
        metrics: Metrics,
        logger: Logger,
        now: @escaping @Sendable () -> Date,
        owe: @escaping @Sendable (Notice) -> [OwedNotice]
    ) {
        self.channel = channel
        self.store = store
        self.health = health
        self.pacer = pacer
        self.policy = policy
        self.metrics = metrics
        self.owe = owe
        self.now = now
        log = LaneLog(channel: channel.name, logger: logger)
        brake = FloodBrake(limit: policy.floodLimit)
    }

    /// Shows that the lane takes orders, also while a channel takes its time.
    func answer() {}

    /// Delivers what comes due, until the lane is closed or the task cancelled.
    func run(_ bell: Bell, isOpen: Flag) async {
        while isOpen.isSet, !Task.isCancelled {
            let next = await deliverDue(while: isOpen)
            guard isOpen.isSet, !Task.isCancelled else { return }
            // Commands of another process change the outbox without a ring.
            let look = now() + .seconds(30)
            await bell.wait(until: min(next ?? look, look), now: now())
        }
    }

    /// Delivers all that is due, in order, up to the first that must wait.
    ///
    /// - Returns: When to look again; nil where nothing is owed.
    func deliverDue(while isOpen: Flag = Flag(true)) async -> Date? {
        do {
            try await expire()
            while isOpen.isSet, !Task.isCancelled {
                let line = try await store.line(
                    of: channel.name,
                    now: now(),
                    limit: Self.window,
                    without: brake.holds(now: now())
                )
                // What a silence or an outage kept back would wake people in the middle of the night.
                if let end = policy.quietHours.end(at: now(), policy.clock),
                    line.waiting.contains(where: \.disturbs)
                {
                    try await store.postpone(channel: channel.name, until: end, now: now())
                    continue
                }
                var backlog = Backlog(line, limit: Self.window)
                var step = OutboxStep(channel: channel.name)
                if policy.onUpdate == .none { step.merged = backlog.takeUpdates() }
                if policy.onDoubt == .hold { hold(backlog.takeDoubtful(), &step) }
                switch try await deliver(&backlog, after: step, while: isOpen) {
                case .rest(let until): return until
                case .done where backlog.hasMoved: continue
                case .done:
                    return [line.nextDue, brake.nextRelease(now: now())].compactMap(\.self).min()
                }
            }
        } catch is CancellationError {
        } catch {
            if !health.noteFailure(error) { log.storeFailed(error) }
            return now() + .seconds(5)
        }
        return nil
    }

    private enum Progress {
        case done
        case rest(until: Date)
    }

    /// Sends what can be sent of a backlog; what became of the last messages is written when it returns.
    private func deliver(
        _ backlog: inout Backlog,
        after step: OutboxStep,
        while isOpen: Flag
    ) async throws -> Progress {
        var step = step
        while isOpen.isSet, !Task.isCancelled {
            let batch = nextBatch(&backlog)
            guard !batch.isEmpty else { break }
            let pause = pacer.reserve(channel.manners, now: now())
            if pause > .zero {
                try await write(&step)
                guard pause <= Self.longestPause else { return .rest(until: now() + pause) }
                try await Task.sleep(for: pause)
                guard isOpen.isSet else { return .done }
            }
            step.sending = batch
            backlog.hasMoved = true
            guard try await write(&step) else { return .done }
            if let until = await send(batch, &backlog, &step) {
                try await write(&step)
                return .rest(until: until)
            }
        }
        try await write(&step)
        return .done
    }

    /// Leaves messages that may have arrived to people.
    private func hold(_ messages: [OutgoingMessage], _ step: inout OutboxStep) {
        for message in messages {
            let ending = MessageEnding.held(reason: "it may have arrived, and on_doubt = \"hold\"")
            log.ended(ending, of: message, ChannelState())
            step.ended.append((message.message.id, ending))
            let notices = ending.notices(of: message, to: channel.name, ChannelState(), now: now())
            step.notices += notices.flatMap(owe)
        }
    }

    /// Sends messages that are written to the store; answers until when the channel rests, where it must.
    private func send(
        _ batch: [OutgoingMessage],
        _ backlog: inout Backlog,
        _ step: inout OutboxStep
    ) async -> Date? {
        for (place, message) in batch.enumerated() {
            var written = message.message
            written.movedTo = backlog.state.movedTo
            let outcome: DeliveryOutcome =
                written.body.isEmpty
                ? .refused(reason: "does not fit into one message")
                : await channel.send(written, now: now())
            let ending = judge(outcome, of: message, &backlog)
            log.ended(ending, of: message, backlog.state)
            let notices = ending.notices(of: message, to: channel.name, backlog.state, now: now())
            step.notices += notices.flatMap(owe)
            metrics.ended(ending, of: message, channel: channel.name, now: now())
            backlog.state.take(ending, now: now())
            step.ended.append((message.message.id, ending))
            if let until = ending.rest ?? (Task.isCancelled ? now() : nil) {
                step.ended += batch[(place + 1)...].map { ($0.message.id, .untried(inDoubt: false)) }
                return until
            }
        }
        return nil
    }

    /// The next messages: those under way before anything new, several where a repeat does no harm.
    private func nextBatch(_ backlog: inout Backlog) -> [OutgoingMessage] {
        var batch: [OutgoingMessage] = []
        while batch.count < max(1, channel.manners.batch) {
            if !backlog.messages.isEmpty {
                batch.append(backlog.messages.removeFirst())
            } else if let message = compose(&backlog) {
                batch.append(message)
            } else {
                break
            }
        }
        return batch
    }

    /// Writes the next bundle out; an alert that fits into no message at all is given up, and only that.
    private func compose(_ backlog: inout Backlog) -> OutgoingMessage? {
        if let bundle = Bundle.next(
            backlog.waiting,
            isCut: backlog.isCut,
            manners: channel.manners,
            policy: policy,
            brake: brake,
            now: now()
        ) {
            let parcel = parcel(bundle)
            let packed = try? channel.pack(parcel)
            let count = packed?.count ?? 1
            let contents = bundle.contents.prefix(count)
            let members = bundle.members.prefix(count).map(\.sequence)
            backlog.waiting.removeAll { members.contains($0.sequence) }
            note(contents, rest: backlog.waiting)
            // What cannot be written out at all is sent as nothing, and so comes among the dead letters.
            let message = packed?.message ?? Message(id: contents.id, body: [])
            noteFallback(of: message)
            return OutgoingMessage(message, contents, detail: packed?.detail ?? .headline, members: members)
        }
        return nil
    }

    private func parcel(_ bundle: Bundle) -> Parcel {
        var parcel = Parcel(
            id: bundle.contents.id,
            channel: channel.name,
            bundle.contents,
            // What is held where it is in doubt is back in line only because somebody wants it sent.
            inDoubt: policy.onDoubt == .resend && bundle.members.contains(where: \.inDoubt)
        )
        if case .update(let alert, let reference?) = bundle.members.first?.subject, channel.manners.edits,
            policy.onUpdate == .edit
        {
            parcel.contents = .alert(alert)
            parcel.edits = reference
        }
        return parcel
    }

    /// What becomes of a message after an attempt; one that is refused is tried again in fewer words.
    private func judge(
        _ outcome: DeliveryOutcome,
        of message: OutgoingMessage,
        _ backlog: inout Backlog
    ) -> MessageEnding {
        let state = backlog.state
        // A delivery that the daemon itself broke off says nothing about the channel.
        if Task.isCancelled, case .later(_, _, let inDoubt) = outcome { return .untried(inDoubt: inDoubt) }
        let rest = RetrySchedule.rest(
            after: outcome,
            failures: state.failures + 1,
            chance: .random(in: 0..<1)
        )
        let until = now() + (rest ?? .zero)
        switch outcome {
        case .delivered(let reference, let pause, let remark):
            if let pause { pacer.pause(channel.manners, for: pause, now: now()) }
            return .delivered(reference: reference, remark: remark)
        case .later(let wish, let reason, let inDoubt):
            if let wish { pacer.pause(channel.manners, for: wish, now: now()) }
            return .kept(reason: reason, inDoubt: inDoubt, restUntil: until, isBroken: false)
        case .moved(let place, let reason) where place != state.movedTo:
            backlog.messages.insert(message, at: 0)
            return .moved(to: place, reason: reason)
        case .moved(_, let reason):
            return .kept(reason: reason, inDoubt: false, restUntil: until, isBroken: false)
        case .broken(let reason):
            return .kept(reason: reason, inDoubt: false, restUntil: until, isBroken: true)
        case .gone(let reason):
            return .kept(reason: reason, inDoubt: false, restUntil: .distantFuture, isBroken: true)
        case .refused(let reason):
            if let smaller = shrink(message) {
                backlog.messages.insert(smaller, at: 0)
                return .rewritten(reason: reason)
            }
            guard state.refusals + 1 > policy.refusals else { return .dead(reason: reason) }
            let broken = DeliveryOutcome.broken(reason: reason)
            let rest = RetrySchedule.rest(
                after: broken,
                failures: state.failures + 1,
                chance: .random(in: 0..<1)
            )
            let why = "has refused \(state.refusals + 1) messages in a row, the last one so: \(reason)"
            return .kept(reason: why, inDoubt: false, restUntil: now() + (rest ?? .zero), isBroken: true)
        }
    }

    /// The same in fewer words; nil where there are none.
    private func shrink(_ message: OutgoingMessage) -> OutgoingMessage? {
        for detail in Detail.allCases where detail > message.detail {
            var parcel = Parcel(
                id: message.contents.id + "-\(detail)",
                channel: channel.name,
                message.contents
            )
            parcel.edits = message.message.edits
            guard let smaller = try? channel.compose(parcel, detail: detail),
                smaller.body != message.message.body
            else { continue }
            return OutgoingMessage(smaller, message.contents, detail: detail, members: message.members)
        }
        return nil
    }

    /// Says once why a template was not used: what goes wrong with one message goes wrong with many.
    private func noteFallback(of message: Message) {
        guard !hasToldFallback, let reason = message.fallback else { return }
        hasToldFallback = true
        log.fellBack(reason)
    }

    /// Lets the brake know what is told, and what of it is left for the next message.
    private func note(_ contents: Parcel.Contents, rest: [OwedDelivery]) {
        guard case .alerts(let alerts, let occasion) = contents, let list = alerts.first?.match.list else {
            return
        }
        switch occasion {
        case .news: for alert in alerts { brake.tell(alert.match.list, now: now()) }
        case .flood:
            let isAll = !rest.contains { $0.hold == nil && $0.alert?.match.list == list }
            brake.release(list, count: alerts.count, isAll: isAll, now: now())
        case .digest, .catchUp, .quietHours, .silence: break
        }
    }

    /// Answers whether the whole step was written: what is about to be sent may have been taken out of the line.
    @discardableResult
    private func write(_ step: inout OutboxStep) async throws -> Bool {
        let written = step
        step = OutboxStep(channel: channel.name)
        // In a task of its own, which nobody cancels: what became of a message is noted also where the daemon ends.
        return try await Task { [store, health, now] in
            try await health.persist { try await store.write(written, now: now()) }
        }.value
    }

    private func expire() async throws {
        guard now() >= nextExpiry else { return }
        nextExpiry = now() + Self.expiry
        let before = now() - policy.maxAge
        let count = try await store.expire(channel: channel.name, owedBefore: before, now: now())
        guard count > 0 else { return }
        log.expired(count)
        metrics.expired(count, channel: channel.name)
        let notice = Notice(expired: count, channel: channel.name, after: policy.maxAge, now: now())
        var step = OutboxStep(channel: channel.name, notices: owe(notice))
        _ = try await write(&step)
    }
}
