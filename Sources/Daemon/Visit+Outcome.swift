import FoundationEssentials
import News
import Storage

/// How a visit ends: what the feed's state becomes, when it is next asked, and what the operator hears.
extension Visit {
    /// The feed answered as it should, or nearly so.
    ///
    /// - Parameters:
    ///   - state: What is known of the feed, this visit's document included.
    ///   - feed: The feed.
    ///   - hints: What the answer said about polling.
    ///   - seen: What ails the feed all the same.
    ///   - gap: How long ago it was read last, where nothing that it served then is served now.
    ///   - now: The moment of the visit.
    /// - Returns: What is to be written.
    func succeeded(
        _ state: FeedState,
        _ feed: Feed,
        _ hints: Schedule.Hints,
        seen: Ailment.Kind?,
        gap: Duration? = nil,
        _ now: Date
    ) -> Result {
        var state = state
        var hints = hints
        state.succeededAt = now
        state.failures = 0
        state.goneAt = nil
        state.trouble = nil
        hints.wishes = state.wishes
        plan(&state, feed, hints, gap: gap, now)
        return result(state, feed, seen: seen, isSure: false, now)
    }

    /// The feed could not be read.
    func failed(
        _ state: FeedState,
        _ feed: Feed,
        _ trouble: Trouble,
        _ hints: Schedule.Hints,
        _ now: Date
    ) -> Result {
        var state = state
        var hints = hints
        state.failures += 1
        if let gone = hints.goneSince { state.goneAt = state.goneAt ?? gone }
        hints.goneSince = hints.goneSince == nil ? nil : state.goneAt
        state.trouble = trouble.text
        plan(&state, feed, hints, now)
        let isSure = state.nextReason == Schedule.retired
        var result = result(state, feed, seen: trouble.kind, isSure: isSure, now)
        result.holdsHost = hints.isTooMany && !feed.allowsPrivateAddress
        return result
    }

    private func plan(
        _ state: inout FeedState,
        _ feed: Feed,
        _ hints: Schedule.Hints,
        gap: Duration? = nil,
        _ now: Date
    ) {
        let history = Schedule.History(
            failures: state.failures,
            rhythm: state.rhythm?.quiet(until: now),
            served: state.served,
            gap: gap
        )
        let next = schedule.next(for: feed, history, hints: hints, now: now)
        state.nextAt = next.at
        state.nextReason = next.reason
        state.heldUntil = next.heldUntil
    }

    private func result(
        _ state: FeedState,
        _ feed: Feed,
        seen: Ailment.Kind?,
        isSure: Bool,
        _ now: Date
    ) -> Result {
        var state = state
        let (ailment, change) = FeedHealth.next(
            state.ailment,
            seen: seen,
            failures: state.failures,
            isSure: isSure,
            now: now
        )
        state.ailment = ailment
        var notices: [OwedNotice] = []
        if let change { notices += newsdesk.owe(Notice(change, of: feed, state, now: now), now: now) }
        return Result(visit: FeedVisit(at: now, state: state, notices: notices))
    }
}
