import Feeds
import FoundationEssentials
import News
import Storage
import Web

/// One poll, start to end: fetch, read, compare, decide, and one value to commit.
///
/// Nothing is announced before it is committed, and nothing is committed as seen without what it gives reason to
/// announce: a crash on the way repeats the visit, a crash after it leaves the outbox in charge.
struct Visit: Sendable {
    /// What a visit leads to.
    enum Result: Sendable {
        /// Only the feed's state changed; such visits are written together. Where the server has had too many
        /// requests, all feeds of its host are to be left alone as long as this one.
        case quiet(FeedState, holdsHost: Bool = false)
        /// Items to write, with what follows from them.
        case news(FeedVisit, Findings)
    }

    /// What the log says of a visit that brought something.
    struct Findings: Sendable {
        /// How many items the document holds.
        var items = 0
        /// How many of them the store did not know.
        var unseen = 0
        /// What was repaired on the way.
        var recovered: [String] = []
        /// Why the document is not whole, where it is not.
        var cut: String?
        /// Whether the publisher changed the ids of its items.
        var isMigration = false
    }

    /// Validators older than this are left out once, for servers that answer 304 to anything.
    private static let trust = Duration.seconds(7 * 86_400)

    let fetcher: Fetcher
    let store: any Store
    let newsdesk: Newsdesk
    let schedule: Schedule
    let lookback: Duration

    /// Visits a feed.
    func run(_ feed: Feed, _ before: FeedState, now: Date) async throws -> Result {
        var state = before
        state.visitedAt = now
        let validators = self.validators(of: before, now: now)
        let moved = before.movedAddress
        switch await fetcher.fetch(feed, at: moved, validators: validators, now: now) {
        case .failed(let trouble, let hints):
            // Perhaps the feed has moved back: the next visit asks where the settings say.
            if moved != nil { (state.movedTo, state.movedVisits) = (nil, 0) }
            let isShared = hints.isTooMany && !feed.allowsPrivateAddress
            return .quiet(failed(state, feed, trouble, hints, now), holdsHost: isShared)
        case .unchanged(let fresh, let hints, let target):
            note(move: target, wasAskedThere: moved != nil, in: &state)
            state.etag = fresh?.etag ?? state.etag
            state.lastModified = fresh?.lastModified ?? state.lastModified
            return .quiet(succeeded(state, feed, hints, now))
        case .body(let body):
            if validators == nil { state.unconditionalAt = now }
            note(move: body.movedTo, wasAskedThere: moved != nil, in: &state)
            return try await read(body, feed, state, now)
        }
    }

    /// A redirect for good is believed once it has held for three visits.
    private func note(move target: String?, wasAskedThere: Bool, in state: inout FeedState) {
        if let target, target == state.movedTo {
            state.movedVisits = min(state.movedVisits + 1, FeedState.visitsOfMove)
        } else if let target {
            // Where the feed has moved on, it is asked where the settings say until that has held, too.
            (state.movedTo, state.movedVisits) = (target, 1)
        } else if !wasAskedThere {
            (state.movedTo, state.movedVisits) = (nil, 0)
        }
    }

    private func read(
        _ body: Fetcher.Body,
        _ feed: Feed,
        _ before: FeedState,
        _ now: Date
    ) async throws -> Result {
        var state = before
        let hash = fingerprint(body.bytes)
        if hash == state.bodyHash, body.cut == nil {
            remember(body.validators, in: &state)
            return .quiet(succeeded(state, feed, body.hints, now))
        }
        let parsed: ParsedFeed
        do {
            parsed = try parseFeed(body.bytes, url: body.url, contentType: body.contentType)
        } catch {
            // What is no feed is no new address either.
            (state.movedTo, state.movedVisits) = (nil, 0)
            return .quiet(
                failed(state, feed, body.cut.map { "\(error) (\($0))" } ?? "\(error)", body.hints, now)
            )
        }
        var boilerplate = Boilerplate(state.boilerplate)
        boilerplate.learn(from: parsed.items)
        state.boilerplate = boilerplate.lines
        let found = feedItems(of: parsed, feed: feed, without: boilerplate)
        let sighting = try await store.unseen(among: found, of: state.id, now: now)
        let recognised = try await recognise(sighting.unseen, among: found, state, now: now)
        let alerts = newsdesk.read(
            recognised.unseen,
            state: state,
            lookback: feed.lookback ?? lookback,
            now: now
        )

        let isWhole = body.cut == nil && parsed.isComplete
        if isWhole {
            remember(body.validators, in: &state)
            state.bodyHash = hash
        }
        state.title = parsed.title ?? state.title
        state.baselinedAt = state.baselinedAt ?? now
        state.readAt = now
        state = succeeded(state, feed, hints(body.hints, parsed), now)
        let findings = Findings(
            items: found.count,
            unseen: recognised.unseen.count,
            recovered: parsed.recovered,
            cut: isWhole ? nil : body.cut ?? "the document ends early",
            isMigration: recognised.isMigration
        )
        let visit = FeedVisit(
            at: now,
            state: state,
            renamed: recognised.renamed,
            items: recognised.unseen.map(\.item),
            stillServed: sighting.fading,
            alerts: alerts
        )
        return .news(visit, findings)
    }

    private func validators(of state: FeedState, now: Date) -> Validators? {
        guard state.etag != nil || state.lastModified != nil else { return nil }
        guard let asked = state.unconditionalAt, asked > now - Self.trust else { return nil }
        return Validators(etag: state.etag, lastModified: state.lastModified)
    }

    /// Validators are kept only of a document that was read whole, and forgotten when a good answer has none.
    private func remember(_ validators: Validators, in state: inout FeedState) {
        state.etag = validators.etag
        state.lastModified = validators.lastModified
    }

    private func hints(_ hints: Schedule.Hints, _ parsed: ParsedFeed) -> Schedule.Hints {
        var hints = hints
        let ttl = parsed.ttlMinutes.map { Duration.seconds($0 * 60) }
        hints.feedInterval = [ttl, parsed.syndicationInterval].compactMap(\.self).max()
        hints.skipHours = parsed.skipHours
        return hints
    }

    private func succeeded(
        _ state: FeedState,
        _ feed: Feed,
        _ hints: Schedule.Hints,
        _ now: Date
    ) -> FeedState {
        var state = state
        state.succeededAt = now
        state.failures = 0
        state.goneAt = nil
        state.trouble = nil
        plan(&state, feed, hints, now)
        return state
    }

    private func failed(
        _ state: FeedState,
        _ feed: Feed,
        _ trouble: String,
        _ hints: Schedule.Hints,
        _ now: Date
    ) -> FeedState {
        var state = state
        var hints = hints
        state.failures += 1
        if let gone = hints.goneSince { state.goneAt = state.goneAt ?? gone }
        hints.goneSince = hints.goneSince == nil ? nil : state.goneAt
        state.trouble = trouble
        plan(&state, feed, hints, now)
        return state
    }

    private func plan(_ state: inout FeedState, _ feed: Feed, _ hints: Schedule.Hints, _ now: Date) {
        let next = schedule.next(for: feed, failures: state.failures, hints: hints, now: now)
        state.nextAt = next.at
        state.nextReason = next.reason
        state.heldUntil = next.heldUntil
    }
}

/// A hash of a body, to tell an unchanged one from a new one at less than the cost of parsing.
private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
}
