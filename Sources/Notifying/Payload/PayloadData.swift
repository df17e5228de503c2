import FoundationEssentials
import News

/// Alerts that are told together, as programs read them.
struct BatchData: Encodable {
    let occasion: String
    let from: String?
    let to: String?
    let term: String?
    let by: String?
    let reason: String?
    let until: String?
    let alerts: [AlertData]

    init(_ alerts: [Alert], _ occasion: Occasion) {
        var outage: (from: Date, to: Date)?
        var term: String?
        var silenced: Silenced?
        switch occasion {
        case .news, .digest, .quietHours: break
        case .silence(let known): silenced = known
        case .flood(let word): term = steady(word)
        case .catchUp(let from, let to): outage = (from, to)
        }
        self.occasion = occasion.word
        from = outage?.from.iso8601
        to = outage?.to.iso8601
        self.term = term
        by = silenced.map { steady($0.author) }
        reason = silenced.map { steady($0.reason) }
        until = silenced?.until.iso8601
        self.alerts = alerts.map(AlertData.init)
    }
}

/// Another report as programs read it.
struct ReportData: Encodable {
    let source: String
    let link: String?
    let found: String

    init(_ report: Report) {
        source = steady(report.outlet)
        link = report.link.map(steady)
        found = report.found.iso8601
    }
}

/// One notice as programs read it.
struct NoticeData: Encodable {
    let id: String
    let kind: String
    let feed: String
    let title: String
    let text: String
    let recovered: Bool
    let found: String

    init(_ notice: Notice) {
        id = notice.id
        kind = notice.kind
        feed = notice.feedURL
        title = steady(notice.title)
        text = steady(notice.text)
        recovered = notice.isRecovery
        found = notice.found.iso8601
    }
}

/// One alert as programs read it.
struct AlertData: Encodable {
    let id: String
    let watchlist: String
    let name: String
    let priority: Priority
    let decision: Decision
    let level: Level
    let at: String
    let line: String
    let title: String
    let link: String?
    let source: String
    let feed: String
    let language: String?
    let published: String?
    let found: String
    let terms: [String]
    let spans: [Span]
    let excerpt: [Segment]
    let others: [ReportData]
    let revised: String?
    let story: StoryID?
    let storyLink: String?
    let again: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case watchlist
        case name
        case priority
        case decision
        case level
        case at
        case line
        case title
        case link
        case source
        case feed
        case language
        case published
        case found
        case terms
        case spans
        case excerpt
        case others
        case revised
        case story
        case storyLink = "story_link"
        case again
    }

    init(_ alert: Alert) {
        id = steady(alert.id)
        watchlist = alert.match.list
        name = steady(alert.listName)
        priority = alert.priority
        decision = alert.match.decision
        level = alert.match.level
        at = alert.match.at
        line = steady(alert.match.line)
        title = steady(alert.headline)
        link = alert.link.map(steady)
        source = steady(alert.outlet)
        feed = alert.feedURL
        language = alert.language
        published = alert.published?.iso8601
        found = alert.found.iso8601
        terms = alert.terms.map(steady)
        spans = alert.match.spans.map { span in
            Span(field: span.field, start: span.start, length: span.length, text: steady(span.text))
        }
        excerpt = alert.excerpt.map { Segment(steady($0.text), hit: $0.hit) }
        others = alert.others.map(ReportData.init)
        revised = alert.revised?.iso8601
        story = alert.story
        storyLink = alert.storyLink
        again = alert.again.map(steady)
    }
}

/// A text in which nothing steers what shows it, and everything stands where it stood: a control character, or one that
/// turns the direction of writing, is a space.
private func steady(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: steers) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? " " : $0 }))
}

extension Alert {
    /// The alert with as much as a detail leaves of it.
    func told(in detail: Detail) -> Alert {
        guard detail != .full else { return self }
        let isBare = detail == .headline
        var alert = self
        alert.title = title.cut(to: isBare ? 150 : 500)
        alert.excerpt = isBare ? [] : excerpt.tidy(upTo: 300)
        alert.others = isBare ? [] : Array(others.prefix(3))
        alert.match.spans = isBare ? [] : Array(match.spans.prefix(10))
        alert.match.line = match.line.clamped(to: 200)
        alert.outlet = outlet.clamped(to: 120)
        alert.link = link.flatMap { $0.utf8.count <= 2_000 ? $0 : nil }
        return alert
    }

    /// The words that hit, each once, in their order.
    var terms: [String] {
        var seen: Set<String> = []
        return match.spans.map(\.text).filter { seen.insert($0).inserted }
    }
}

extension Date {
    /// The moment as programs read it: UTC, whole seconds.
    var iso8601: String {
        formatted(.iso8601)
    }
}
