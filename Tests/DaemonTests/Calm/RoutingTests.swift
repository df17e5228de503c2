import News
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The way of alerts` {
    private let routing = Routing(
        defaultChannels: ["console", "log", "talks"],
        rules: [
            "console": ChannelRules(),
            "desk": ChannelRules(lists: ["sanctions-*", "ceasefire"]),
            "phone": ChannelRules(lists: ["*"], minPriority: .urgent),
            "talks": ChannelRules(lists: ["talk?"]),
        ]
    )

    /// A list with its "send to:" and priority, and who hears of it.
    static let rows:
        [(list: String, named: [String], priority: Priority, channels: [String], because: String)] = [
            ("other", [], .normal, ["console", "log"], "a default channel with lists hears only those"),
            (
                "ceasefire", [], .normal, ["console", "log", "desk"],
                "a channel need not be a default one to hear its lists"
            ),
            ("sanctions-eu", [], .low, ["console", "log", "desk"], "a star stands for any letters"),
            ("sanctions", [], .low, ["console", "log"], "but not for a dash that is missing"),
            ("talks", [], .low, ["console", "log", "talks"], "a default channel with lists hears them once"),
            ("talking", [], .low, ["console", "log"], "a question mark stands for one letter"),
            ("other", [], .urgent, ["console", "log", "phone"], "what matters enough passes"),
            ("other", ["desk"], .normal, ["desk"], "a list's own word goes before the lists of channels"),
            (
                "ceasefire", ["log", "log"], .normal, ["log"],
                "whoever asks for a list that names others does not hear it"
            ),
            (
                "ceasefire", ["phone", "log"], .high, ["log"],
                "what matters too little is not told, whoever is named"
            ),
            ("ceasefire", ["phone"], .high, [], "not even where nobody else is"),
        ]

    @Test(arguments: rows)
    func `leads alerts to channels`(
        _ list: String,
        _ named: [String],
        _ priority: Priority,
        _ channels: [String],
        _ because: String
    ) {
        var alert = Alert.about("A truce", list: list, priority: priority)
        alert.channels = named
        #expect(routing.channels(of: alert) == channels, "\(because)")
    }
}

extension ChannelRules {
    fileprivate init(lists: [String], minPriority: Priority = .low) {
        self.init()
        self.lists = lists.map(ListPattern.init)
        self.minPriority = minPriority
    }
}
