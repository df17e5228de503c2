import News
import Notifying

/// What the settings say of whom a channel hears, and of what.
struct ChannelRules: Hashable, Sendable {
    /// The lists that it takes, whatever the default channels are; nil takes none but as a default channel.
    var lists: [ListPattern]?
    /// What matters less is not told.
    var minPriority = Priority.low
    /// When its digests are told, in minutes after midnight; nil means as everywhere.
    var digestTimes: [Int]?
    /// When it is not to be disturbed; nil means as everywhere.
    var quietHours: QuietHours?
    /// After how long an alert that could not be told is given up; nil means as usual.
    var maxAge: Duration?
    /// After how long such alerts are told together; nil means as usual.
    var staleAfter: Duration?
    /// What is a flood; nil means what suits the kind of channel.
    var flood: Flood?
    /// What becomes of news of an alert that was told before; nil means what suits the kind of channel.
    var onUpdate: UpdateWay?
    /// What becomes of a message that may have arrived.
    var onDoubt = DoubtWay.resend

    private static let lengths = Duration.seconds(60)...Duration.seconds(30 * 86_400)

    init() {}

    /// Reads the keys of a `[[channel]]` section that hold for every type.
    init(_ table: inout SettingsTable, type: String) {
        lists = table.strings("lists").map { $0.map(ListPattern.init) }
        if lists?.contains(where: \.text.isEmpty) == true {
            table.mistake(
                "lists in \(table.title) must name lists, such as [\"ceasefire\", \"sanctions-*\"]",
                at: "lists"
            )
        }
        minPriority = table.choice("min_priority", of: Priority.self) ?? minPriority
        digestTimes = table.digestTimes()
        quietHours = table.quietHours()
        readDelivery(&table, type: type)
    }

    private mutating func readDelivery(_ table: inout SettingsTable, type: String) {
        maxAge = table.duration("max_age", in: Self.lengths)
        staleAfter = table.duration("stale_after", in: Self.lengths)
        if let maxAge, let staleAfter, staleAfter > maxAge {
            table.mistake(
                "stale_after (\(say(staleAfter))) is longer than max_age (\(say(maxAge))), so nothing would ever be late",
                at: "stale_after"
            )
        }
        if let text = table.string("flood") {
            flood = Flood(text)
            if flood == nil {
                table.mistake(
                    "flood must be a number of alerts a minute such as \"30/min\", or \"off\"",
                    at: "flood"
                )
            }
        }
        onDoubt = table.choice("on_doubt", of: DoubtWay.self) ?? onDoubt
        onUpdate = table.choice("on_update", of: UpdateWay.self) ?? .usual(for: type)
    }
}
