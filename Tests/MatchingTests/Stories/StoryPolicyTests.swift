import FoundationEssentials
import Matching
import News
import TestSupport
import Testing

@Suite struct `What a list is told of a story` {
    /// A report of a story: after so many minutes, by an outlet, with a headline.
    struct Told: Sendable {
        var minutes: Double
        var outlet: String
        var title = "Envoys meet in Istanbul"
        var level = Level.title
        var decision = Decision.alert
        var priority = Priority.normal

        var alert: Alert {
            let found = Date.start.addingTimeInterval(minutes * 60)
            var alert = Alert.about(title, decision: decision, priority: priority, found: found)
            alert.id = "\(outlet) \(minutes)"
            alert.outlet = outlet
            alert.match.level = level
            return alert
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let header: String
        let told: [Told]
        let verdicts: [String]
        let because: String

        var testDescription: String { "\(verdicts) (\(because))" }

        init(header: String = "", _ told: Told..., verdicts: [String], because: String) {
            (self.header, self.told, self.verdicts, self.because) = (header, told, verdicts, because)
        }
    }

    static let rows = [
        Row(
            Told(minutes: 0, outlet: "DW"),
            Told(minutes: 1, outlet: "BBC"),
            Told(minutes: 2, outlet: "bbc"),
            verdicts: ["ring first", "fold new", "fold"],
            because: "the first rings, and an outlet is named once"
        ),
        Row(
            Told(minutes: 0, outlet: "DW", level: .text, decision: .digest),
            Told(minutes: 1, outlet: "BBC"),
            Told(minutes: 2, outlet: "AP"),
            verdicts: ["ring first", "ring rise alert", "fold new"],
            because: "what waited for the digest is told at once"
        ),
        Row(
            Told(minutes: 0, outlet: "DW", level: .text),
            Told(minutes: 1, outlet: "BBC", level: .lead),
            Told(minutes: 2, outlet: "AP", level: .title),
            verdicts: ["ring first", "ring rise lead", "fold new"],
            because: "headline and lead are one level: outlets differ in which they use"
        ),
        Row(
            Told(minutes: 0, outlet: "DW"),
            Told(minutes: 1, outlet: "BBC", priority: .urgent),
            verdicts: ["ring first", "ring rise urgent"],
            because: "the list has come to matter more"
        ),
        Row(
            header: "sources: 3",
            Told(minutes: 0, outlet: "DW"),
            Told(minutes: 1, outlet: "DW"),
            Told(minutes: 2, outlet: "BBC"),
            Told(minutes: 3, outlet: "AP"),
            Told(minutes: 4, outlet: "AFP"),
            verdicts: ["ring first", "fold", "fold new", "ring sources 3", "fold new"],
            because: "the third outlet rings, once"
        ),
        Row(
            header: "min sources: 2",
            Told(minutes: 0, outlet: "DW"),
            Told(minutes: 1, outlet: "DW"),
            Told(minutes: 2, outlet: "BBC"),
            Told(minutes: 3, outlet: "AP"),
            verdicts: ["hold", "hold", "ring first", "fold new"],
            because: "two articles of one outlet confirm nothing"
        ),
        Row(
            Told(minutes: 0, outlet: "DW"),
            Told(minutes: 24 * 60 - 1, outlet: "BBC"),
            Told(minutes: 24 * 60, outlet: "AP"),
            Told(minutes: 24 * 60 + 1, outlet: "AFP"),
            verdicts: ["ring first", "fold new", "ring later 20291", "fold new"],
            because: "a story that goes on rings once a day"
        ),
        Row(
            Told(minutes: 0, outlet: "DW", title: "Strike on Odesa: 12 dead"),
            Told(minutes: 5, outlet: "BBC", title: "Odesa strike: 14 dead"),
            Told(minutes: 20, outlet: "AP", title: "Odesa strike: 15 dead"),
            Told(minutes: 36, outlet: "AFP", title: "Odesa strike: 17 dead"),
            verdicts: [
                "ring first", "ring change 14, not 12 (dead)", "fold new", "ring change 17, not 15 (dead)",
            ],
            because: "a count that rises all the time rings twice an hour at most"
        ),
    ]

    @Test(arguments: rows)
    func `is the first, and what says more`(_ row: Row) throws {
        let list = "\(row.header)\nmatch:\n    istanbul, odesa\n"
        let watch = try #require(compile(list, as: "ceasefire.watch").watches.first)
        var thread = StoryThread()
        var verdicts: [String] = []
        for told in row.told {
            let alert = told.alert
            let verdict = StoryPolicy(watch).verdict(on: alert, in: thread)
            verdicts.append(verdict.summary)
            thread.entries.append(StoryThread.Entry(alert, verdict))
        }
        #expect(verdicts == row.verdicts, "\(row.because)")
    }
}

extension StoryPolicy.Verdict {
    fileprivate var summary: String {
        switch self {
        case .ring(let occasion, _): "ring \(occasion.key)"
        case .fold(_, _, let isNewOutlet): isNewOutlet ? "fold new" : "fold"
        case .hold: "hold"
        }
    }
}

extension StoryThread.Entry {
    fileprivate init(_ alert: Alert, _ verdict: StoryPolicy.Verdict) {
        let (standing, id, because): (Standing, String?, String) =
            switch verdict {
            case .ring(_, let because): (.rang, alert.id, because)
            case .fold(let id, let because, _): (.folded, id, because)
            case .hold(let because): (.held, nil, because)
            }
        self.init(
            standing,
            alert: id,
            because: because,
            outlet: alert.outlet,
            headline: alert.headline,
            link: alert.link,
            level: alert.match.level,
            decision: alert.match.decision,
            priority: alert.priority,
            found: alert.found
        )
    }
}
