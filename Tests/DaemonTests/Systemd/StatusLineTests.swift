import Storage
import Testing

@testable import Daemon

@Suite struct `The status line` {
    struct Row: Sendable, CustomTestStringConvertible {
        let line: StatusLine
        let text: String
        let because: String

        var testDescription: String { because }
    }

    static let rows = [
        Row(
            line: StatusLine(feeds: 412, lists: 4, summary: StoreSummary(failing: 1, alerts: 3)),
            text: "412 feeds, 4 lists, 3 alerts today, 1 feed failing",
            because: "a feed fails"
        ),
        Row(
            line: StatusLine(feeds: 1, lists: 1, summary: StoreSummary(alerts: 1)),
            text: "1 feed, 1 list, 1 alert today",
            because: "one of each"
        ),
        Row(
            line: StatusLine(feeds: 2, lists: 2, summary: StoreSummary(brokenChannels: ["desk", "phone"])),
            text: "2 feeds, 2 lists, 0 alerts today, channels desk and phone broken",
            because: "channels are broken"
        ),
        Row(
            line: StatusLine(feeds: 2, lists: 2, summary: StoreSummary(), isOutdated: true),
            text: "2 feeds, 2 lists, 0 alerts today; the last reload was refused, the journal says why",
            because: "a reload was refused"
        ),
        Row(
            line: StatusLine(feeds: 0, lists: 4, summary: StoreSummary()),
            text: "no feeds yet: tocsin feeds add URL",
            because: "just installed"
        ),
    ]

    @Test(arguments: rows)
    func `says what an operator wants to know`(_ row: Row) {
        #expect(row.line.description == row.text)
    }
}
