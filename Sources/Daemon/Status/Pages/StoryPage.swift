import FoundationEssentials
import Matching
import News

/// The page of a story: what each outlet says of it, one below the other, so that the eye finds where they differ.
struct StoryPage {
    /// How many outlets are shown; the feeds for programs have all.
    private static let mostOutlets = 50
    /// How many figures, names, sentences, quotes and earlier headlines an outlet has at most.
    private static let mostFacts = 12
    private static let mostSentences = 6
    private static let longestText = 400

    private let report: StoryReport
    private let lists: [String: String]
    private let clock: WallClock
    private let now: Date

    /// - Parameters:
    ///   - report: The story.
    ///   - lists: The lists' names by their ids.
    ///   - clock: The clocks that moments are shown by.
    ///   - now: The moment.
    init(_ report: StoryReport, lists: [String: String], _ clock: WallClock, now: Date) {
        self.report = report
        self.lists = lists
        self.clock = clock
        self.now = now
    }

    /// The whole page.
    var html: HTML {
        Layout.page(
            "\(report.headline.prefix(120)) · tocsin",
            header: """
                <p class="kicker">Story</p>
                <h1 class="headline" dir="auto"\(.language(report.outlets.first?.language))>\(clipped(report.headline))</h1>
                <p class="summary">\(summary)</p>
                """,
            """
            \(alerts)<section aria-labelledby="outlets"><h2 id="outlets">Who reports it, in order of time</h2>
            <ol class="reports">
            \(report.outlets.prefix(Self.mostOutlets).map(row))</ol>\(more)
            </section>
            <p class="more">The same for programs: <a href="/story/\(report.id.description).atom">Atom</a>, \
            <a href="/story/\(report.id.description).json">JSON</a></p>
            """
        )
    }

    private var summary: HTML {
        let span: HTML =
            report.first == report.last
            ? brief(report.first) : "\(brief(report.first)) to \(brief(report.last))"
        return "\(plural(report.outlets.count, "outlet")), \(span)."
    }

    private var alerts: HTML {
        guard !report.alerts.isEmpty else { return .nothing }
        let rows = report.alerts.map { alert -> HTML in
            """
            <li>\(brief(alert.found)) <b>\(lists[alert.list] ?? alert.list)</b> by \(alert.outlet), \
            <span class="faint">because \(alert.because)</span></li>

            """
        }
        return """
            <section class="rings" aria-labelledby="rings"><h2 id="rings">What rang</h2>
            <ul>
            \(rows)</ul>
            </section>

            """
    }

    private var more: HTML {
        let rest = report.outlets.count - Self.mostOutlets
        return rest > 0 ? "<p class=\"more\">and \(plural(rest, "more outlet"))</p>" : .nothing
    }

    private func row(_ row: StoryReport.Row) -> HTML {
        let language = HTML.language(row.language)
        let own = OwnWords(row.figures + row.names)
        return """
            <li class="report">
            <p class="meta"><b>\(row.outlet)</b> \(moments(row))\(source(row))</p>
            <div class="says">
            <h3 dir="auto"\(language)>\(.link(own.marked(clipped(row.title)), to: row.link))</h3>
            \(edits(row, language))\(row.passages.prefix(Self.mostSentences).map { passage -> HTML in
                "<p class=\"passage\" dir=\"auto\"\(language)>\(own.marked(clipped(passage)))</p>\n"
            })\(row.quotes.prefix(Self.mostSentences).map { quote($0, language) })</div>
            <div class="differs">\(facts(row))\(row.findings.prefix(Self.mostSentences).map(finding))</div>
            </li>

            """
    }

    private func moments(_ row: StoryReport.Row) -> HTML {
        let items: HTML = row.items > 1 ? "<span>\(row.items) items</span> " : .nothing
        let last: HTML =
            row.lastSeen > row.firstSeen ? "<span>last seen \(brief(row.lastSeen))</span> " : .nothing
        return "<span>\(brief(row.firstSeen))</span> \(last)\(items)"
    }

    private func source(_ row: StoryReport.Row) -> HTML {
        row.sameTextAs.map { "<span class=\"same\">same text as \($0)</span>" } ?? .nothing
    }

    private func edits(_ row: StoryReport.Row, _ language: HTML) -> HTML {
        let edits = row.edits.suffix(Self.mostSentences).map { edit -> HTML in
            """
            <p class="edit"><span class="heard">Earlier headline: </span>\
            <del dir="auto"\(language)>\(clipped(edit.headline))</del> until \(brief(edit.until))</p>

            """
        }
        return "\(edits)"
    }

    private func quote(_ quote: Quote, _ language: HTML) -> HTML {
        let speaker: HTML = quote.speaker.map { "<cite>\($0)</cite>: " } ?? .nothing
        return "<p class=\"quote\" dir=\"auto\"\(language)>\(speaker)“\(clipped(quote.text))”</p>\n"
    }

    private func facts(_ row: StoryReport.Row) -> HTML {
        let all = row.figures + row.names
        guard !all.isEmpty else { return .nothing }
        let shown = all.prefix(Self.mostFacts).enumerated().map { place, fact -> HTML in
            (place > 0 ? ", " : "") + "<b class=\"own\">\(fact)</b>"
        }
        let rest: HTML = all.count > Self.mostFacts ? " and \(all.count - Self.mostFacts) more" : .nothing
        return "<p>Not all have \(shown)\(rest)</p>\n"
    }

    private func finding(_ finding: StoryReport.Finding) -> HTML {
        let word =
            switch finding.standing {
            case .rang: "rang"
            case .folded: "folded"
            case .held: "held"
            }
        return """
            <p class="why">\(lists[finding.list] ?? finding.list) \(word), because \(finding.because)</p>

            """
    }

    private func clipped(_ text: String) -> String {
        text.count > Self.longestText ? text.prefix(Self.longestText) + "…" : text
    }

    private func clipped(_ passage: [Segment]) -> [Segment] {
        var room = Self.longestText
        return passage.compactMap { piece in
            guard room > 0 else { return nil }
            let text = piece.text.count > room ? piece.text.prefix(room) + "…" : piece.text
            room -= text.count
            return Segment(text, hit: piece.hit)
        }
    }

    private func brief(_ moment: Date) -> HTML {
        .moment(moment, clock.brief(moment, now: now))
    }
}
