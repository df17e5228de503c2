import FoundationEssentials
public import News

/// What programs read: the object of the webhook and of every line of an alert log.
///
/// `docs/webhooks.md` documents it. Keys are only ever added; a change that breaks a reader is a new version.
public struct AlertPayload: Encodable, Sendable {
    /// The version of the payload's form.
    static let version = 1

    private enum CodingKeys: String, CodingKey {
        case type
        case version
        case timestamp
        case data
    }

    private let parcel: Parcel

    /// The payload of a parcel.
    public init(_ parcel: Parcel) {
        self.parcel = parcel
    }

    /// Writes `{type, version, timestamp, data}`, as Standard Webhooks 1.0.0 recommends.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(Self.version, forKey: .version)
        switch parcel.contents {
        case .alerts(let alerts, .news) where alerts.count == 1:
            try encode(alerts[0], as: "alert.created", to: &object)
        case .update(let alert):
            try encode(alert, as: "alert.updated", to: &object)
        case .alerts(let alerts, let occasion):
            try object.encode("alert.batch", forKey: .type)
            try object.encode(alerts.map(\.found).max()?.iso8601, forKey: .timestamp)
            try object.encode(BatchData(alerts, occasion), forKey: .data)
        case .notices(let notices):
            try object.encode("notice", forKey: .type)
            try object.encode(notices.map(\.found).max()?.iso8601, forKey: .timestamp)
            try object.encode(["notices": notices.map(NoticeData.init)], forKey: .data)
        }
    }

    private func encode(
        _ alert: Alert,
        as type: String,
        to object: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        try object.encode(type, forKey: .type)
        try object.encode(alert.found.iso8601, forKey: .timestamp)
        try object.encode(AlertData(alert), forKey: .data)
    }

    /// The payload as one line of JSON, the same bytes every time.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

/// Alerts that are told together, as programs read them.
private struct BatchData: Encodable {
    let occasion: String
    let from: String?
    let to: String?
    let term: String?
    let alerts: [AlertData]

    init(_ alerts: [Alert], _ occasion: Occasion) {
        var outage: (from: Date, to: Date)?
        var term: String?
        switch occasion {
        case .news: self.occasion = "news"
        case .digest: self.occasion = "digest"
        case .quietHours: self.occasion = "quiet-hours"
        case .silence: self.occasion = "silence"
        case .flood(let word):
            self.occasion = "flood"
            term = word
        case .catchUp(let from, let to):
            self.occasion = "catch-up"
            outage = (from, to)
        }
        from = outage?.from.iso8601
        to = outage?.to.iso8601
        self.term = term
        self.alerts = alerts.map(AlertData.init)
    }
}

/// Another report as programs read it.
private struct ReportData: Encodable {
    let source: String
    let link: String?
    let found: String

    init(_ report: Report) {
        source = report.outlet
        link = report.link
        found = report.found.iso8601
    }
}

/// One notice as programs read it.
private struct NoticeData: Encodable {
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
        title = notice.title
        text = notice.text
        recovered = notice.isRecovery
        found = notice.found.iso8601
    }
}

/// One alert as programs read it.
private struct AlertData: Encodable {
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

    init(_ alert: Alert) {
        id = alert.id
        watchlist = alert.match.list
        name = alert.listName
        priority = alert.priority
        decision = alert.match.decision
        level = alert.match.level
        at = alert.match.at
        line = alert.match.line
        title = alert.headline
        link = alert.link
        source = alert.outlet
        feed = alert.feedURL
        language = alert.language
        published = alert.published?.iso8601
        found = alert.found.iso8601
        terms = alert.terms
        spans = alert.match.spans
        excerpt = alert.excerpt
        others = alert.others.map(ReportData.init)
    }
}

extension Alert {
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
