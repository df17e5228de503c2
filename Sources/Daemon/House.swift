import Matching
import News
import Notifying
import Storage
import Synchronization

/// What the settings and lists amount to at this moment.
///
/// A reload builds a new one beside it and swaps.
struct House: Sendable {
    let configuration: Configuration
    /// The feeds by their address.
    let feeds: [String: Feed]
    let newsdesk: Newsdesk
    var schedule: Schedule
    let channels: [any Channel]
    /// The files that all this was read from.
    let origins: Origins
    /// What is wrong with lists, a sentence each; what was in force before stays so.
    var mistakes: [String] = []

    init(
        _ configuration: Configuration,
        reader: Reader,
        channels: [any Channel],
        usual: Duration,
        origins: Origins,
        stories: StoryDesk? = nil
    ) {
        self.configuration = configuration
        self.origins = origins
        feeds = Dictionary(configuration.feeds.map { ($0.url, $0) }) { first, _ in first }
        newsdesk = Newsdesk(
            reader: reader,
            routing: configuration.routing,
            channels: configuration.channels.map(\.name),
            operatorChannel: configuration.operatorChannel,
            timetable: configuration.timetable,
            updatePaces: channels.reduce(into: [:]) { paces, channel in
                let rules = configuration.rules[channel.name] ?? ChannelRules()
                let policy = DeliveryPolicy(rules, channel.manners)
                paces[channel.name] = UpdatePace(policy, channel.manners)
            },
            stories: stories,
            statusURL: configuration.status.url
        )
        schedule = Schedule(configuration.poll, usual: usual)
        self.channels = channels
    }
}

/// The one house in force, for all who look it up anew at each piece of work.
///
/// A plain lock: it is held for as long as it takes to copy a few references, never across a wait.
final class Current: Sendable {
    private let house: Mutex<House>

    init(_ house: House) {
        self.house = Mutex(house)
    }

    var value: House {
        house.withLock { $0 }
    }

    /// Polls more or less densely, unless other settings are in force by now.
    func setUsual(_ usual: Duration, of poll: Configuration.Poll) {
        house.withLock { house in
            if house.configuration.poll == poll { house.schedule = Schedule(poll, usual: usual) }
        }
    }

    func replace(_ new: House) {
        house.withLock { $0 = new }
    }
}
