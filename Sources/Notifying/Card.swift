import FoundationEssentials
import News

/// What a message says of one alert, tidy and no longer than it should be: every chat tool shows this, each in its own markup.
struct Card: Hashable, Sendable {
    /// Who else reports it.
    struct Other: Hashable, Sendable {
        let outlet: String
        let link: String?
    }

    /// The alert's id.
    let id: String
    /// How much it matters.
    let priority: Priority
    /// The list's name for people.
    let list: String
    /// The headline; never empty.
    let headline: String
    /// The address of the article, safe in any markup.
    let link: String?
    /// The publisher's name; never empty.
    let outlet: String
    /// When the publisher says it came out.
    let published: Date?
    /// When tocsin first saw it.
    let found: Date
    /// The passage around the first hit, with the hits marked.
    private(set) var passage: [Segment]
    /// Who else reports it, the first few.
    private(set) var others: [Other]
    /// How many more do.
    private(set) var moreOthers: Int
    /// Where all reports of its story can be read; nil where there is no such place.
    private(set) var story: Other?
    /// The line of the list that rang: "ceasefire.watch:24: {ceasefire} NEAR/30 {ukraine}"; empty where nothing is said.
    private(set) var reason: String
    /// The command that explains it; empty where nothing is said.
    private(set) var command: String
    /// What a template wrote in place of passage, other reports and reason, in the service's markup; empty where none did.
    private(set) var text = ""

    /// A card of an alert.
    ///
    /// - Parameters:
    ///   - alert: The alert.
    ///   - detail: How much is said of it.
    ///   - passage: How long the passage may be at full detail.
    ///   - unit: What the service counts in.
    ///   - isFollowUp: Whether it only says who else reports it, or that it has changed.
    init(
        _ alert: Alert,
        detail: Detail,
        passage: Int = 600,
        _ unit: TextUnit = .scalars,
        isFollowUp: Bool = false
    ) {
        id = tidy(alert.id, 64)
        priority = alert.priority
        let name = tidy(alert.listName, 80).or(tidy(alert.match.list, 80)).or("?")
        let isChange = isFollowUp && alert.hasJustChanged
        list = isChange ? "\(name) (changed)" : name
        headline = tidy(alert.headline, detail == .headline ? 150 : 300, unit).or("(no headline)")
        link = webLink(alert.link)
        outlet = tidy(alert.outlet, 80).or("?")
        published = alert.published
        found = alert.found
        let counts = (passage: detail == .full ? passage : min(300, passage), others: detail == .full ? 5 : 3)
        let isBare = detail == .headline
        self.passage = isBare || isFollowUp ? [] : alert.excerpt.tidy(upTo: counts.passage, unit)
        others =
            isBare || isChange
            ? []
            : alert.others.prefix(counts.others).map { other in
                Other(
                    outlet: tidy(other.outlet, 60).or("?"),
                    link: webLink(other.link, limit: detail == .full ? 1_000 : 300)
                )
            }
        moreOthers = isBare || isChange ? 0 : alert.others.count - others.count
        let place = isBare ? nil : webLink(alert.storyLink, limit: 300)
        story = place.map { Other(outlet: "All reports", link: $0) }
        let again = alert.again.map { "again, because \($0); " } ?? ""
        reason = isBare || isFollowUp ? "" : tidy("\(again)\(alert.match.at): \(alert.match.line)", 200)
        command = isBare || isFollowUp ? "" : "tocsin explain --stored \(id)"
    }

    /// A card of a notice.
    init(_ notice: Notice, detail: Detail) {
        id = notice.id
        priority = .normal
        list = notice.isRecovery ? "tocsin: well again" : "tocsin: notice"
        headline = tidy(notice.title, 300).or("(no title)")
        link = nil
        outlet = tidy(notice.feedURL, 300).or("tocsin")
        published = nil
        found = notice.found
        passage = detail == .headline ? [] : [Segment(notice.text)].tidy(upTo: 1_000)
        others = []
        moreOthers = 0
        reason = ""
        command = ""
    }
}

extension Card {
    /// Says a template's text in place of all that stands below the headline, but for outlet and moments.
    mutating func write(_ text: String) {
        self.text = text
        (passage, others, moreOthers, story) = ([], [], 0, nil)
        (reason, command) = ("", "")
    }

    /// What a lock screen shows: "URGENT Ceasefire: Kyiv agrees to a truce".
    var summary: String { "\(label): \(headline)" }

    /// The list's name, with the priority where it is out of the ordinary.
    var label: String { priority == .normal ? list : "\(priority.rawValue.uppercased()) \(list)" }

    /// Outlet and moments in one line of plain text.
    var facts: String { ([outlet] + moments).joined(separator: " · ") }

    /// When it came out, and when it was found.
    var moments: [String] {
        let found = "found \(universalTime(found))"
        return published.map { ["published \(universalTime($0))", found] } ?? ["undated", found]
    }

    /// Who else reports it, in one line: "Also reported by DW, Al Jazeera and 3 more"; nil where nobody does.
    func otherReports(_ written: (Other) -> String) -> String? {
        guard !others.isEmpty else { return nil }
        return Self.alsoReportedBy + others.map(written).joined(separator: ", ") + moreReports
    }

    /// The same with a link to all reports: "Also reported by DW · All reports"; nil where there is neither.
    func alsoReported(_ written: (Other) -> String) -> String? {
        let parts = [otherReports(written), story.map(written)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// What the others' names follow.
    static let alsoReportedBy = "Also reported by "

    /// What follows the others' names.
    var moreReports: String { moreOthers > 0 ? " and \(moreOthers) more" : "" }
}

extension String {
    /// The text, or another one where it is empty.
    fileprivate func or(_ other: String) -> String { isEmpty ? other : self }
}

extension [Segment] {
    /// The pieces, cut to a length at their end.
    func cut(to limit: Int, _ unit: TextUnit = .scalars) -> [Segment] {
        var kept: [Segment] = []
        var room = limit
        for piece in self where room > 1 {
            let text = piece.text.clamped(to: room, unit)
            room = text == piece.text ? room - unit.length(of: text) : 0
            if !text.isEmpty { kept.append(Segment(text, hit: piece.hit)) }
        }
        return kept
    }

    /// The pieces without what a message may not hold, cut to a length around the first hit.
    func tidy(upTo limit: Int, _ unit: TextUnit = .scalars) -> [Segment] {
        let first = firstIndex(where: \.hit) ?? 0
        let tidied = enumerated().map { number, piece in
            let text =
                number < first ? piece.text.end(enoughFor: limit) : piece.text.beginning(enoughFor: limit)
            return Segment(tidyPiece(text), hit: piece.hit)
        }
        let lead = tidied[..<first].map(\.text).joined()
        var pieces = tidied[first...].filter { !$0.text.isEmpty }
        if !lead.isEmpty {
            pieces.insert(Segment(lead.clampedAtStart(to: Swift.max(20, limit / 3), unit)), at: 0)
        }
        let kept = pieces.cut(to: limit, unit)
        return kept.contains { $0.text.contains { !$0.isWhitespace } } ? kept : []
    }
}

/// A moment that people in all time zones understand: "2026-11-24 09:05 UTC".
func universalTime(_ moment: Date) -> String {
    let text = moment.iso8601
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
}
