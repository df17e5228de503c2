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
    struct Result: Sendable {
        /// What is to be written.
        var visit: FeedVisit
        /// What the log says of the document; nil where none was read.
        var findings: Findings?
        /// How many bytes the answer's document has, unpacked.
        var bytes = 0
        /// Whether the server has had too many requests, so that all feeds of its host are to be left alone.
        var holdsHost = false

        /// Whether nothing but the feed's state changed; such visits are written together.
        var isQuiet: Bool { findings == nil && visit.notices.isEmpty }
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
    /// A document of fewer items than this may well hold none of the last one's.
    private static let fewest = 3

    let fetcher: Fetcher
    let access: FeedAccess
    let store: any Store
    let newsdesk: Newsdesk
    let schedule: Schedule
    let lookback: Duration

    /// Visits a feed.
    func run(_ feed: Feed, _ before: FeedState, now: Date) async throws -> Result {
        var result = try await ask(feed, before, now: now)
        if let address = result.visit.state.movedAddress, address != before.movedAddress {
            result.visit.notices += newsdesk.owe(Notice(moved: feed, to: address, now: now), now: now)
        }
        return result
    }

    private func ask(_ feed: Feed, _ before: FeedState, now: Date) async throws -> Result {
        var state = before
        state.visitedAt = now
        let validators = self.validators(of: before, now: now)
        let moved = before.movedAddress
        switch await fetcher.fetch(feed, access, at: moved, validators: validators, now: now) {
        case .failed(let trouble, let hints):
            // Perhaps the feed has moved back: the next visit asks where the settings say.
            if moved != nil { (state.movedTo, state.movedVisits) = (nil, 0) }
            return failed(state, feed, trouble, hints, now)
        case .unchanged(let fresh, let hints, let target):
            note(move: target, wasAskedThere: moved != nil, in: &state)
            state.etag = fresh?.etag ?? state.etag
            state.lastModified = fresh?.lastModified ?? state.lastModified
            return succeeded(state, feed, hints, seen: silence(state, now), now)
        case .body(let body):
            if validators == nil { state.unconditionalAt = now }
            note(move: body.movedTo, wasAskedThere: moved != nil, in: &state)
            let hash = fingerprint(body.bytes)
            if hash == state.bodyHash, body.cut == nil {
                remember(body.validators, in: &state)
                var result = succeeded(state, feed, body.hints, seen: silence(state, now), now)
                result.bytes = body.bytes.count
                return result
            }
            // To read takes milliseconds: not on the thread that carries out everybody's transfers.
            let before = state
            var result = try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await read(body, hash, feed, before, now)
            }
            result.bytes = body.bytes.count
            return result
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
        _ hash: UInt64,
        _ feed: Feed,
        _ before: FeedState,
        _ now: Date
    ) async throws -> Result {
        var state = before
        let parsed: ParsedFeed
        do {
            parsed = try parseFeed(body.bytes, url: body.url, contentType: body.contentType)
        } catch {
            // What is no feed is no new address either.
            (state.movedTo, state.movedVisits) = (nil, 0)
            return failed(state, feed, Trouble(error, body.bytes, cut: body.cut), body.hints, now)
        }
        var boilerplate = Boilerplate(state.boilerplate)
        boilerplate.learn(from: parsed.items)
        state.boilerplate = boilerplate.lines
        let found = feedItems(of: parsed, feed: feed, without: boilerplate)
        // Of a feed that was never read the store knows nothing.
        let sighting =
            state.baselinedAt == nil
            ? Sighting(unseen: found.map { UnseenItem($0) }, fading: [])
            : try await store.unseen(among: found, of: state.id, now: now)
        let recognised = try await recognise(sighting.unseen, among: found, state, now: now)
        let stories = newsdesk.place(recognised.unseen, isFirstFetch: state.baselinedAt == nil, now: now)
        let alerts = newsdesk.read(
            recognised.unseen,
            state: state,
            lookback: feed.lookback ?? lookback,
            stories: stories,
            now: now
        )

        let cut = body.cut ?? (parsed.isComplete ? nil : "the document ends early")
        let new = recognised.unseen.filter { $0.earlier == nil }.map(\.item)
        let isOverlapping =
            new.count < found.count || found.count < Self.fewest || state.served ?? 0 == 0 || body.isDelta
        let gap = isOverlapping ? nil : state.readAt.map { Duration.seconds(now.timeIntervalSince($0)) }
        learn(from: found, new: new, parsed, isWhole: cut == nil && !body.isDelta, in: &state, now)
        if cut == nil {
            remember(body.validators, in: &state)
            state.bodyHash = hash
        }
        state.title = parsed.title ?? state.title
        state.baselinedAt = state.baselinedAt ?? now
        state.readAt = now

        let seen: Ailment.Kind? = gap != nil ? .gap : cut != nil ? .partial : silence(state, now)
        var result = succeeded(state, feed, body.hints, seen: seen, gap: gap, now)
        result.findings = Findings(
            items: found.count,
            unseen: recognised.unseen.count,
            recovered: parsed.recovered,
            cut: cut,
            isMigration: recognised.isMigration
        )
        result.visit.renamed = recognised.renamed
        result.visit.items = recognised.unseen.map(\.item)
        result.visit.stillServed = sighting.fading
        result.visit.alerts = alerts
        result.visit.stories = stories
        result.visit.telling = newsdesk.telling(now: now)
        if recognised.isMigration {
            result.visit.notices += newsdesk.owe(Notice(renumbered: feed, now: now), now: now)
        }
        return result
    }

    /// Takes up what a document tells of the feed's ways.
    private func learn(
        from found: [Item],
        new: [Item],
        _ parsed: ParsedFeed,
        isWhole: Bool,
        in state: inout FeedState,
        _ now: Date
    ) {
        if state.rhythm == nil {
            state.rhythm = Rhythm(published: found.compactMap(\.published), now: now)
        } else if !new.isEmpty {
            state.rhythm?.observe(new.map(\.published), now: now)
        }
        guard isWhole else { return }
        state.served = found.count
        state.wishes = PollingWishes(of: parsed)
    }

    private func silence(_ state: FeedState, _ now: Date) -> Ailment.Kind? {
        FeedHealth.isSilent(state.rhythm, now: now) ? .silent : nil
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
}

/// A hash of a body, to tell an unchanged one from a new one at less than the cost of parsing: eight bytes at a time.
private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
        var hash = UInt64(bytes.count) ^ 0xCBF2_9CE4_8422_2325
        func mix(_ word: UInt64) {
            let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            hash = (product.high ^ product.low) &+ 0xD6E8_FEB8_6659_FD93
        }
        var place = 0
        while place + 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        mix(bytes[place...].reduce(1) { $0 << 8 | UInt64($1) })
        return hash
    }
}
