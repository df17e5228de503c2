import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A budget of polls` {
    private func rhythm(perDay: Double) -> Rhythm? {
        let items = Float(perDay * 15)
        return Rhythm(
            hours: (0..<24).map { $0 < 12 ? items / 12 : 0 },
            days: Array(repeating: items / 7, count: 7),
            watched: 15 * 86_400,
            asOf: .start
        )
    }

    private func budget(_ feeds: Int, every: Duration? = nil, max: Duration? = nil) -> Budget {
        var budget = Budget(Configuration.Poll())
        for number in 0..<feeds {
            let feed = Feed(url: "https://example.org/\(number)", outlet: "", every: every, max: max)
            budget.add(feed, number % 10 == 0 ? nil : rhythm(perDay: Double(number % 100)))
        }
        return budget
    }

    @Test(arguments: [2_000.0, 5_000, 20_000])
    func `is spent, and not overspent`(_ polls: Double) {
        let budget = budget(200)
        let usual = budget.usual(spending: polls)
        #expect(budget.polls(usual: usual) <= polls)
        #expect(budget.polls(usual: usual) > polls * 0.99)
    }

    @Test func `is what the pace of each feed adds up to`() throws {
        let budget = budget(200)
        let usual = budget.usual(spending: 5_000)
        let pace = Pace(usual: usual, min: .seconds(300), max: .seconds(21_600))
        let polls = (0..<200).reduce(0.0) { sum, number in
            let known = number % 10 == 0 ? Rhythm(since: .start) : rhythm(perDay: Double(number % 100))
            return sum + (known?.week.reduce(0) { $0 + pace.polls(rate: $1) * 3_600 } ?? 0) / 7
        }
        #expect(abs(polls / 5_000 - 1) < 0.03)
    }

    @Test func `yields to the bounds of feeds`() {
        #expect(abs(budget(100, every: .seconds(600)).polls(usual: .seconds(1)) - 14_400) < 1)
        let few = budget(100, max: .seconds(3_600))
        #expect(few.polls(usual: few.usual(spending: 10)) >= 2_400 * 0.99)
    }
}
