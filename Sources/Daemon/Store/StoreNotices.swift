import FoundationEssentials
import Logging
import News
import Notifying
import Storage

/// What the operator reads of the store.
extension Notice {
    /// A store that takes nothing.
    init(fallen illness: StoreHealth.Illness) {
        self.init(
            kind: "store",
            feedURL: "",
            title: "tocsin: the store fails",
            text:
                "\(illness.trouble.reason). Nothing is polled or sent until it works again, and nothing is lost: "
                + "\(illness.trouble.kind.remedy).",
            occasion: illness.since.formatted(.iso8601),
            found: illness.since
        )
    }

    /// A store that works again.
    init(recovered illness: StoreHealth.Illness, now: Date) {
        self.init(
            kind: "store",
            feedURL: "",
            title:
                "tocsin: the store works again after \(sayRoughly(.seconds(now.timeIntervalSince(illness.since))))",
            text: "It was: \(illness.trouble.reason). What was not polled or sent is done now.",
            isRecovery: true,
            occasion: illness.since.formatted(.iso8601),
            found: now
        )
    }
}

/// Tells the operator that the store fails, past the outbox, which cannot take it; once, if the channel takes it.
func tellPastOutbox(_ notice: Notice, _ house: House, logger: Logger, now: Date) async {
    guard let name = house.newsdesk.operatorChannel,
        let channel = house.channels.first(where: { $0.name == name })
    else { return }
    let parcel = Parcel(id: notice.id, channel: name, .notices([notice]))
    guard let message = try? channel.compose(parcel, detail: .full) else { return }
    guard case .delivered = await channel.send(message, now: now) else {
        logger.debug("the operator channel does not take a notice", metadata: ["channel": "\(name)"])
        return
    }
}
