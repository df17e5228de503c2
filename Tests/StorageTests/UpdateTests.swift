import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@Suite struct `News of an alert` {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private static let people = UpdatePace(edits: false, pause: .seconds(1_800))

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("tocsin.sqlite"))
    }

    private static func at(_ minutes: Double) -> Date { .start.addingTimeInterval(minutes * 60) }

    private func commit(
        _ alert: Alert,
        due: [String: Date] = [:],
        updates: [String: UpdatePace] = [:]
    ) async throws {
        try await store.register([Feed(url: "https://example.org/feed", outlet: "Example")], now: .start)
        let state = try #require(try await store.claimAllFeeds(now: .start, lease: .zero).first).state
        let owed = OwedAlert(alert, due: due, updates: updates)
        _ = try await store.commit(FeedVisit(at: alert.found, state: state, alerts: [owed]))
    }

    /// Raises the alert and leaves its delivery to the desk as it is told to.
    private func raise(_ ending: MessageEnding?, together: Bool = false) async throws {
        try await commit(.about("A truce"), due: ["desk": .start])
        if together { try await commit(.about("Talks"), due: ["desk": .start]) }
        guard let ending else { return }
        let line = try await store.line(of: "desk", now: .start, limit: 10)
        let message = OutgoingMessage(
            Message(id: "m1", body: [1]),
            .alerts([.about("A truce")], .news),
            detail: .full,
            members: line.waiting.map(\.sequence)
        )
        let ended: [(id: String, ending: MessageEnding)] = [("m1", ending)]
        _ = try await store.write(OutboxStep(channel: "desk", sending: [message]), now: .start)
        _ = try await store.write(OutboxStep(channel: "desk", ended: ended), now: .start)
    }

    /// The item's text changes.
    private func change(
        to title: String,
        excerpt: String = "",
        minutes: Double = 10,
        _ pace: UpdatePace? = Self.people
    ) async throws {
        var alert = Alert.about("A truce", found: Self.at(minutes))
        alert.id = "another"
        alert.subject = "another"
        alert.title = [Segment(title)]
        alert.excerpt = excerpt.isEmpty ? [] : [Segment(excerpt)]
        try await commit(
            alert,
            due: ["desk": .start, "log": .start],
            updates: pace.map { ["desk": $0] } ?? [:]
        )
    }

    /// In how many minutes after the start each piece of news is due.
    private func due() async throws -> [Double] {
        try await store.outbox(channel: nil, states: [.queued], limit: 10).filter(\.isUpdate)
            .map { $0.due.timeIntervalSince(.start) / 60 }
    }

    static let endings:
        [(ending: MessageEnding?, together: Bool, edits: Bool, due: [Double], because: String)] = [
            (.delivered(reference: nil), false, false, [30], "half an hour after it was told"),
            (.delivered(reference: "7"), false, true, [10], "a message is written anew at once"),
            (.delivered(reference: "7"), false, false, [30], "unless that is not wanted"),
            (.delivered(reference: nil), false, true, [30], "or nobody knows which"),
            (.delivered(reference: "7"), true, true, [30], "or it tells others, too"),
            (nil, false, false, [], "what waits is told as it now stands"),
            (.untried(inDoubt: false), false, false, [40], "what is written out is told as it was"),
            (.dead(reason: "answered 400"), false, false, [], "who was not told hears no news of it"),
        ]

    @Test(arguments: endings)
    func `is owed to who was told`(
        _ ending: MessageEnding?,
        _ together: Bool,
        _ edits: Bool,
        _ due: [Double],
        _ because: String
    ) async throws {
        try await raise(ending, together: together)
        try await change(to: "A truce holds", UpdatePace(edits: edits, pause: .seconds(1_800)))
        #expect(try await self.due() == due, "\(because)")
        let kept = try #require(try await store.alert(id: "id-ceasefire-a-truce"))
        #expect(kept.headline == "A truce holds")
        #expect(kept.revised == Self.at(10))
        #expect(kept.found == .start)
        #expect(try await store.outbox(channel: "log", states: [.queued], limit: 1).isEmpty)
    }

    @Test func `needs another headline or passage, not other marks`() async throws {
        try await raise(.delivered(reference: nil))
        try await change(to: "A truce")
        #expect(try await due().isEmpty)
        #expect(try await store.alert(id: "id-ceasefire-a-truce")?.revised == nil)
        try await change(to: "A truce", excerpt: "They agreed.")
        #expect(try await due() == [30])
    }

    @Test func `takes the place of other news that waits, and waits again after it was told`() async throws {
        try await raise(.delivered(reference: nil))
        try await change(to: "One", minutes: 5)
        try await change(to: "Two", minutes: 10)
        #expect(try await due() == [30])
        let merged = try await store.outbox(channel: nil, states: [.merged], limit: 10)
        #expect(merged.map(\.isUpdate) == [true])

        let line = try await store.line(of: "desk", now: Self.at(30), limit: 10)
        let owed = try #require(line.waiting.first)
        guard case .update(let alert, nil) = owed.subject else {
            Issue.record("\(owed.subject)")
            return
        }
        #expect(alert.headline == "Two")
        let message = OutgoingMessage(
            Message(id: "m2", body: [1]),
            .update(alert),
            detail: .full,
            members: [owed.sequence]
        )
        _ = try await store.write(OutboxStep(channel: "desk", sending: [message]), now: Self.at(30))
        let ended: [(id: String, ending: MessageEnding)] = [("m2", .delivered(reference: nil))]
        _ = try await store.write(OutboxStep(channel: "desk", ended: ended), now: Self.at(30))
        try await change(to: "Three", minutes: 31)
        #expect(try await due() == [60])
    }

    @Test func `wakes nobody, and is kept from those who want none`() async throws {
        try await raise(.delivered(reference: nil))
        try await change(to: "One", nil)
        #expect(try await due().isEmpty)
        let morning = UpdatePace(edits: false, pause: .seconds(1_800), notBefore: Self.at(480))
        try await change(to: "Two", morning)
        #expect(try await due() == [480])
    }

    @Test func `of another item is none`() async throws {
        try await raise(.delivered(reference: nil))
        var alert = Alert.about("A truce", found: Self.at(10))
        alert.itemIdentity = "another"
        alert.id = "another"
        alert.excerpt = [Segment("The same article in another feed.")]
        try await commit(alert, updates: ["desk": Self.people])
        #expect(try await due().isEmpty)
    }
}
