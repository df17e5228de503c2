import FoundationEssentials
import News
import Notifying

/// What the operator reads of channels.
extension Notice {
    /// How long a channel may fail before the operator hears of it.
    static let patienceWithChannels = Duration.seconds(600)

    /// A channel that cannot be told anything until someone has looked.
    init(broken channel: String, reason: String, since: Date, now: Date) {
        self.init(
            kind: "channel-broken",
            feedURL: "",
            title: "\(channel): the channel is broken",
            text: "It said: \(reason). Nothing is given up: what it is owed waits. "
                + "tocsin outbox resume \(channel) tries again at once.",
            occasion: "\(channel) \(since.formatted(.iso8601))",
            found: now
        )
    }

    /// A channel whose destination is no more.
    init(gone channel: String, reason: String, since: Date, now: Date) {
        self.init(
            kind: "channel-gone",
            feedURL: "",
            title: "\(channel): the destination is gone",
            text:
                "It said: \(reason). It is not tried again by itself. What it is owed waits: correct the settings and "
                + "reload, or say tocsin outbox resume \(channel) once the destination is there again.",
            occasion: "\(channel) \(since.formatted(.iso8601))",
            found: now
        )
    }

    /// A channel that has not been reached for long.
    init(late channel: String, reason: String, since: Date, now: Date) {
        self.init(
            kind: "channel-late",
            feedURL: "",
            title: "\(channel): not reached for \(sayRoughly(.seconds(now.timeIntervalSince(since))))",
            text: "It said: \(reason). What it is owed waits, and is told when it can be reached again.",
            occasion: "\(channel) \(since.formatted(.iso8601))",
            found: now
        )
    }

    /// A channel that works again.
    init(recovered channel: String, since: Date, now: Date) {
        self.init(
            kind: "channel-broken",
            feedURL: "",
            title: "\(channel): works again after \(sayRoughly(.seconds(now.timeIntervalSince(since))))",
            text: "What it was owed is on its way.",
            isRecovery: true,
            occasion: "\(channel) \(since.formatted(.iso8601))",
            found: now
        )
    }

    /// A message that a channel will never take.
    init(refused message: Message, by channel: String, reason: String, now: Date) {
        self.init(
            kind: "dead-letter",
            feedURL: "",
            title: "\(channel): an alert was refused for good",
            text:
                "It said: \(reason). tocsin outbox list --dead shows it, tocsin outbox retry sends it once more.",
            occasion: "\(channel) \(message.id)",
            found: now
        )
    }

    /// A channel whose receiver has moved.
    init(moved channel: String, to place: String, reason: String, now: Date) {
        self.init(
            kind: "channel-moved",
            feedURL: "",
            title: "\(channel): the receiver has moved",
            text:
                "It said: \(reason). Messages follow it, also after a start, as long as the settings name the old place.",
            occasion: "\(channel) \(place)",
            found: now
        )
    }

    /// A message that may have arrived and is not sent again.
    init(held message: Message, by channel: String, now: Date) {
        self.init(
            kind: "in-doubt",
            feedURL: "",
            title: "\(channel): an alert may not have arrived",
            text:
                "The connection broke before the answer came, or tocsin ended. It is not sent again by itself, since "
                + "on_doubt = \"hold\". Look whether it is there; tocsin outbox list --dead shows it, tocsin outbox retry "
                + "sends it once more.",
            occasion: "\(channel) \(message.id) \(now.formatted(.iso8601))",
            found: now
        )
    }

    /// Deliveries that became too old to be told.
    init(expired count: Int, channel: String, after age: Duration, now: Date) {
        self.init(
            kind: "expired",
            feedURL: "",
            title: "\(channel): \(count) \(count == 1 ? "delivery was" : "deliveries were") given up",
            text: "The channel could not be told for \(say(age)). tocsin outbox list --dead shows them, "
                + "tocsin outbox retry sends them after all.",
            occasion: "\(channel) \(now.formatted(.iso8601))",
            found: now
        )
    }
}
