import News
import Notifying

/// What the settings say of whom a channel hears, and of what.
struct ChannelRules: Hashable, Sendable {
    /// The lists that it takes, whatever the default channels are; nil takes none but as a default channel.
    var lists: [ListPattern]?
    /// What matters less is not told.
    var minPriority = Priority.low

    init() {}

    /// Reads the keys of a `[[channel]]` section that hold for every type.
    init(_ table: inout SettingsTable) {
        lists = table.strings("lists").map { $0.map(ListPattern.init) }
        if lists?.contains(where: \.text.isEmpty) == true {
            table.mistake(
                "lists in \(table.title) must name lists, such as [\"ceasefire\", \"sanctions-*\"]",
                at: "lists"
            )
        }
        minPriority = table.choice("min_priority", of: Priority.self) ?? minPriority
    }
}
