import News
import Notifying
import Testing

@Suite struct `The retry schedule` {
    static let rows: [(outcome: DeliveryOutcome, failures: Int, rest: Duration?, because: String)] = [
        (.delivered(), 1, nil, "nothing to wait for"),
        (.refused(reason: ""), 1, nil, "the channel is well"),
        (.later(after: nil, reason: "", inDoubt: false), 1, .seconds(1), "the first step"),
        (.later(after: nil, reason: "", inDoubt: false), 2, .seconds(5), "the second"),
        (.later(after: nil, reason: "", inDoubt: false), 8, .seconds(3_600), "the last"),
        (.later(after: nil, reason: "", inDoubt: false), 1_000, .seconds(3_600), "hourly, for ever"),
        (
            .later(after: .seconds(7), reason: "", inDoubt: false), 5, .milliseconds(7_150),
            "the receiver's wish"
        ),
        (.later(after: .seconds(0), reason: "", inDoubt: false), 5, .milliseconds(150), "a wish for now"),
        (
            .later(after: .seconds(-5), reason: "", inDoubt: false), 5, .milliseconds(150),
            "a date that is past"
        ),
        (.later(after: .seconds(86_400), reason: "", inDoubt: false), 1, .milliseconds(3_600_150), "capped"),
        (.broken(reason: ""), 1, .seconds(60), "someone must look; a probe now and then"),
        (.broken(reason: ""), 9, .seconds(3_600), "hourly, for ever"),
        (.gone(reason: ""), 1, nil, "no probe: only a person can end it"),
    ]

    @Test(arguments: rows)
    func `waits as long as it should`(
        _ outcome: DeliveryOutcome,
        _ failures: Int,
        _ rest: Duration?,
        _ because: String
    ) {
        let found = RetrySchedule.rest(after: outcome, failures: failures, chance: 0.5)
        #expect((found == nil) == (rest == nil), "\(because)")
        if let found, let rest { #expect(abs((found - rest) / .milliseconds(1)) < 1, "\(because)") }
    }

    @Test func `scatters, and never undercuts a wish`() throws {
        let outcome = DeliveryOutcome.later(after: .seconds(7), reason: "", inDoubt: false)
        for chance in [0, 0.25, 0.999] {
            let rest = try #require(RetrySchedule.rest(after: outcome, failures: 1, chance: chance))
            #expect((Duration.milliseconds(7_050)...Duration.milliseconds(7_250)).contains(rest))
        }
        let plain = DeliveryOutcome.later(after: nil, reason: "", inDoubt: false)
        #expect(RetrySchedule.rest(after: plain, failures: 1, chance: 0) == .milliseconds(800))
    }
}
