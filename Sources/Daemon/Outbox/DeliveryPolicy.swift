import FoundationEssentials
import News
import Notifying
import Storage

/// How long a channel waits with what, and what is too much.
struct DeliveryPolicy: Hashable, Sendable {
    /// How many alerts of one list a minute are a flood to people.
    static let floodOfPeople = 30

    /// After this long an alert that could not be told is given up.
    var maxAge = Duration.seconds(72 * 3_600)
    /// After this long an alert that could not be told is told together with the others.
    var staleAfter = Duration.seconds(2 * 3_600)
    /// How many messages in a row a channel may refuse before it counts as broken.
    var refusals = 5
    /// How many alerts of one list are told one by one in a minute; nil where there is no end to it.
    var floodLimit: Int?
    /// What becomes of news of an alert that was told before.
    var onUpdate = UpdateWay.edit
    /// What becomes of a message that may have arrived without our knowing.
    var onDoubt = DoubtWay.resend
    /// When nobody is to be disturbed, also by what could not be told before.
    var quietHours = QuietHours.none
    /// The clock that they are read from.
    var clock = WallClock()

    func isLate(_ alert: Alert, now: Date) -> Bool { alert.found < now - staleAfter }
}

extension DeliveryPolicy {
    /// What the settings say, and where they say nothing what suits the channel's kind.
    init(_ rules: ChannelRules, _ manners: Manners) {
        maxAge = rules.maxAge ?? maxAge
        staleAfter = rules.staleAfter ?? staleAfter
        switch rules.flood {
        case .off: floodLimit = nil
        case .perMinute(let limit): floodLimit = limit
        case nil: floodLimit = manners.isForPeople ? Self.floodOfPeople : nil
        }
        onUpdate = rules.onUpdate ?? onUpdate
        onDoubt = rules.onDoubt
    }
}

extension UpdatePace {
    /// How long people are left alone with what has changed of an alert.
    private static let patience = Duration.seconds(1_800)

    /// What a channel's policy and manners amount to; nil where it is told no news of an alert.
    init?(_ policy: DeliveryPolicy, _ manners: Manners) {
        guard policy.onUpdate != .none else { return nil }
        self.init(
            edits: policy.onUpdate == .edit && manners.edits,
            pause: manners.isForPeople ? Self.patience : .zero
        )
    }
}

/// What becomes of news of an alert that was told before.
enum UpdateWay: String, Hashable, Sendable, CaseIterable {
    /// The earlier message is written anew; where that cannot be, a line tells it.
    case edit
    /// A message tells it.
    case message
    /// It is not told.
    case none

    /// What suits a kind of channel where the settings say nothing.
    static func usual(for type: String) -> UpdateWay {
        switch type {
        case "stdout": .none
        case "file", "webhook": .message
        default: .edit
        }
    }
}

/// What becomes of a message that may have arrived: the connection broke before the answer came, or the daemon died.
enum DoubtWay: String, Hashable, Sendable, CaseIterable {
    /// It is sent again: once more rather than never.
    case resend
    /// It is not, and somebody has to look: never twice.
    case hold
}

/// How many alerts of one list a minute are too many to be told one by one.
enum Flood: Hashable, Sendable {
    /// None are.
    case off
    /// More than this.
    case perMinute(Int)

    /// Reads "30/min" or "off".
    init?(_ text: String) {
        if text == "off" {
            self = .off
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, ["min", "m"].contains(parts[1]), let limit = Int(parts[0]),
            (1...10_000).contains(limit)
        else { return nil }
        self = .perMinute(limit)
    }
}
