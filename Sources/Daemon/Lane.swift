import FoundationEssentials
import Logging
import News
import Notifying
import Storage

/// One channel's way out of the outbox.
struct Lane: Sendable {
    let channel: any Channel
    let store: any Store
    let logger: Logger
    let now: @Sendable () -> Date

    /// Delivers what comes due, until the lane is closed or the task cancelled.
    func run(_ bell: Bell, isOpen: Flag) async {
        while isOpen.isSet, !Task.isCancelled {
            let next = await deliverDue(while: isOpen)
            guard isOpen.isSet, !Task.isCancelled else { return }
            await bell.wait(until: next, now: now())
        }
    }

    /// Delivers all that is due, in order, up to the first that must wait.
    ///
    /// - Returns: When to look again; nil where nothing is owed.
    func deliverDue(while isOpen: Flag = Flag(true)) async -> Date? {
        while isOpen.isSet, !Task.isCancelled {
            do {
                let claim = try await store.claimDeliveries(
                    for: channel.name,
                    now: now(),
                    limit: channel.manners.batch
                )
                guard !claim.parcels.isEmpty else { return claim.nextDue }
                try await deliver(claim)
            } catch {
                logger.error("the store does not answer the outbox", metadata: ["reason": "\(error)"])
                return now() + .seconds(5)
            }
        }
        return nil
    }

    private func deliver(_ claim: DeliveryClaim) async throws {
        var settled: [SettledParcel] = []
        for parcel in claim.parcels {
            let outcome = await send(parcel)
            let attempt = attempt(parcel, outcome, failures: claim.failures)
            settled.append(attempt)
            if attempt.restUntil != nil { break }
        }
        let untried = Array(claim.parcels.dropFirst(settled.count))
        try await note(settled, untried)
        if let last = settled.last { tell(last, failures: claim.failures) }
    }

    /// Writes the parcel out with as much detail as fits, and sends it.
    private func send(_ parcel: Parcel) async -> DeliveryOutcome {
        do {
            for detail in Detail.allCases {
                if let message = try channel.compose(parcel, detail: detail) {
                    return await channel.send(message, now: now())
                }
            }
            return .refused(reason: "does not fit into one message")
        } catch {
            return .refused(reason: "cannot be written: \(error)")
        }
    }

    /// Writes what became of the parcels, also where the daemon is about to end: in a task of its own, which
    /// nobody cancels.
    private func note(_ settled: [SettledParcel], _ untried: [Parcel]) async throws {
        try await Task { [store, channel, now] in
            try await store.settle(settled, channel: channel.name, now: now())
            if !untried.isEmpty { try await store.unclaim(untried) }
        }.value
    }

    private func attempt(_ parcel: Parcel, _ outcome: DeliveryOutcome, failures: Int) -> SettledParcel {
        // A delivery that the daemon itself broke off says nothing about the channel.
        if Task.isCancelled, case .later(_, let reason, let inDoubt) = outcome {
            return SettledParcel(
                parcel,
                .later(after: .zero, reason: reason, inDoubt: inDoubt),
                restUntil: now()
            )
        }
        let rest = RetrySchedule.rest(after: outcome, failures: failures + 1, chance: .random(in: 0..<1))
        return SettledParcel(parcel, outcome, restUntil: rest.map { now() + $0 })
    }

    private func tell(_ attempt: SettledParcel, failures: Int) {
        let name: Logger.MetadataValue = "\(channel.name)"
        switch attempt.outcome {
        case .delivered:
            if failures > 0 {
                logger.notice(
                    "channel is well again",
                    metadata: ["channel": name, "failures": "\(failures)"]
                )
            }
        case .later(_, let reason, _):
            let level: Logger.Level = failures == 0 ? .notice : .debug
            logger.log(level: level, "channel rests", metadata: ["channel": name, "reason": "\(reason)"])
        case .broken(let reason):
            let level: Logger.Level = failures == 0 ? .error : .debug
            logger.log(level: level, "channel is broken", metadata: ["channel": name, "reason": "\(reason)"])
        case .refused(let reason):
            let alert = attempt.parcel.ids.joined(separator: " ")
            logger.error(
                "channel refuses an alert for good",
                metadata: ["channel": name, "alert": "\(alert)", "reason": "\(reason)"]
            )
        }
    }
}
