import Notifying
import Testing

@testable import Daemon

@Suite struct `A channel's policy` {
    private let people = Manners(destination: "desk")
    private let programs = Manners(destination: "log", isForPeople: false)

    private func rules(_ keys: String, type: String = "stdout") throws -> ChannelRules {
        let text = "[[channel]]\nname = \"desk\"\ntype = \"\(type)\"\npath = \"x\"\n\(keys)"
        let table = try SettingsFile.table(of: text, path: "tocsin.toml")
        var copy = table
        var channel = try #require(copy.tables("channel").first)
        let rules = ChannelRules(&channel, type: type)
        #expect(channel.mistakes.isEmpty)
        return rules
    }

    @Test func `is the usual one where the settings say nothing`() throws {
        #expect(DeliveryPolicy(ChannelRules(), people).floodLimit == 30)
        #expect(DeliveryPolicy(ChannelRules(), programs).floodLimit == nil, "programs bear any number")
        let policy = DeliveryPolicy(try rules(""), people)
        #expect(policy.maxAge == .seconds(72 * 3_600))
        #expect(policy.staleAfter == .seconds(2 * 3_600))
    }

    @Test func `follows the settings`() throws {
        let keys =
            "max_age = \"1d\"\nstale_after = \"10m\"\nflood = \"5/min\"\non_update = \"message\"\non_doubt = \"hold\""
        let policy = DeliveryPolicy(try rules(keys), programs)
        #expect(
            policy
                == DeliveryPolicy(
                    maxAge: .seconds(86_400),
                    staleAfter: .seconds(600),
                    floodLimit: 5,
                    onUpdate: .message,
                    onDoubt: .hold
                )
        )
        #expect(DeliveryPolicy(try rules("flood = \"off\""), people).floodLimit == nil)
    }

    @Test(arguments: [
        ("stdout", UpdateWay.none), ("file", .message), ("webhook", .message), ("slack", .edit),
    ])
    func `tells news of an alert as suits the kind of channel`(_ type: String, _ way: UpdateWay) throws {
        #expect(try rules("", type: type).onUpdate == way)
    }

    static let floods: [(text: String, flood: Flood?)] = [
        ("30/min", .perMinute(30)), ("1/m", .perMinute(1)), ("off", .off), ("0/min", nil), ("30/h", nil),
        ("30", nil), ("", nil), ("-1/min", nil), ("99999/min", nil),
    ]

    @Test(arguments: floods)
    func `reads what a flood is`(_ text: String, _ flood: Flood?) {
        #expect(Flood(text) == flood)
    }
}
