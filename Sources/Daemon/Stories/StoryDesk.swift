import FoundationEssentials
import Matching
import News
import Storage
import Synchronization

/// Puts items into the stories that they tell, as they come in from all feeds.
///
/// The lock guards the index: it is held for the microseconds that an item takes, never across a wait. What the index
/// knows beyond the store is nothing, so that after a stop it is built again from the items of the last days.
final class StoryDesk: Sendable {
    /// For how long after its last item a story takes further ones.
    static let window: TimeInterval = 72 * 3_600
    /// Beyond so many stories further items tell none, and ring by themselves: at most some hundred megabytes are held.
    static let mostStories = 500_000

    private struct State {
        var index = StoryIndex(window: StoryDesk.window)
        var isReady = false
    }

    private let state = Mutex(State())
    private let mostStories: Int

    init(mostStories: Int = StoryDesk.mostStories) {
        self.mostStories = mostStories
    }

    /// Learns the items of the last days from the store, once.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - feeds: The feeds of the settings, for the outlets' names.
    ///   - now: The end of the window.
    /// - Throws: Where the store cannot be read.
    func takeUp(from store: any Store, _ feeds: [Feed], now: Date) async throws {
        guard !state.withLock({ $0.isReady }) else { return }
        let outlets = Dictionary(feeds.map { ($0.url, $0.outlet) }) { first, _ in first }
        let start = now.addingTimeInterval(-Self.window)
        let memory = try await store.storyItems(since: start, into: Memory()) { memory, item in
            memory.learn(item, of: outlets[item.feedURL] ?? "")
        }
        state.withLock { state in
            state.index = memory.index
            state.isReady = true
        }
    }

    /// The story that a new item tells; nil where there is no room for more.
    func place(_ item: Item, now: Date) -> StoryID? {
        let lead = item.storyLead
        let key = StoryID(openedBy: item).rawValue
        return state.withLock { state in
            guard state.index.storyCount < mostStories else {
                state.index.pass(to: now)
                return nil
            }
            let placement = state.index.place(
                title: item.title,
                summary: lead,
                publisher: item.outlet,
                at: now,
                key: key
            )
            return StoryID(rawValue: placement.key)
        }
    }

    /// How many stories are kept, and in how many bytes.
    var size: (stories: Int, bytes: Int) {
        state.withLock { ($0.index.storyCount, $0.index.footprint) }
    }
}

/// An index as it is built again, and where its stories were put.
private struct Memory: Sendable {
    var index = StoryIndex(window: StoryDesk.window)
    private var places: [StoryID: StoryIndex.Place] = [:]

    mutating func learn(_ item: StoryItem, of outlet: String) {
        places[item.story] = index.learn(
            title: item.title,
            summary: item.lead,
            publisher: outlet,
            at: item.seen,
            key: item.story.rawValue,
            place: places[item.story]
        )
    }
}

extension Item {
    /// What stands below the headline, as far as stories are told from it.
    fileprivate var storyLead: String {
        summary.isEmpty ? String(body.prefix(StoryItem.leadLength)) : summary
    }
}
