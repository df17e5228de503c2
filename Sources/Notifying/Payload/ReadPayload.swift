import FoundationEssentials
public import News

/// Reads back what the webhook sends and the alert log holds.
///
/// A single alert without what is around it will do as well, and of an alert nothing must be there but a headline.
///
/// - Parameter json: One JSON object.
/// - Returns: The alerts, or the news of one.
/// - Throws: `DecodingError` where it is none.
public func readPayload(_ json: some Sequence<UInt8>) throws -> Parcel.Contents {
    let data = Data(json)
    let decoder = JSONDecoder()
    guard let payload = try? decoder.decode(GivenPayload.self, from: data) else {
        return .alert(try decoder.decode(GivenAlert.self, from: data).alert)
    }
    guard let several = payload.data.alerts else {
        let alert = try decoder.decode(GivenPayload.Single.self, from: data).data.alert
        return payload.type == "alert.updated" ? .update(alert) : .alert(alert)
    }
    guard !several.isEmpty else {
        let context = DecodingError.Context(codingPath: [], debugDescription: "the list of alerts is empty")
        throw DecodingError.dataCorrupted(context)
    }
    return .alerts(several.map(\.alert), payload.data.why)
}

private struct GivenPayload: Decodable {
    struct Content: Decodable {
        var alerts: [GivenAlert]?
        var occasion: String?
        var from: String?
        var to: String?
        var term: String?
        var by: String?
        var reason: String?
        var until: String?
    }

    struct Single: Decodable {
        var data: GivenAlert
    }

    var type: String
    var data: Content
}

extension GivenPayload.Content {
    fileprivate var why: Occasion {
        switch occasion {
        case "digest": .digest
        case "quiet-hours": .quietHours
        case "silence": .silence(silenced)
        case "flood": .flood(term: term ?? "")
        case "catch-up": .catchUp(from: moment(from) ?? .distantPast, to: moment(to) ?? .distantPast)
        default: .news
        }
    }

    private var silenced: Silenced? {
        guard let by, let until = moment(until) else { return nil }
        return Silenced(author: by, reason: reason ?? "", until: until)
    }
}

private struct GivenAlert: Decodable {
    struct Other: Decodable {
        var source: String
        var link: String?
        var found: String?
    }

    var title: String
    var id: String?
    var watchlist: String?
    var name: String?
    var priority: Priority?
    var decision: Decision?
    var level: Level?
    var at: String?
    var line: String?
    var link: String?
    var source: String?
    var feed: String?
    var language: String?
    var published: String?
    var found: String?
    var spans: [Span]?
    var excerpt: [Segment]?
    var others: [Other]?
    var revised: String?
    var story: StoryID?
    var storyLink: String?
    var again: String?

    enum CodingKeys: String, CodingKey {
        case title
        case id
        case watchlist
        case name
        case priority
        case decision
        case level
        case at
        case line
        case link
        case source
        case feed
        case language
        case published
        case found
        case spans
        case excerpt
        case others
        case revised
        case story
        case storyLink = "story_link"
        case again
    }
}

extension GivenAlert {
    fileprivate var alert: Alert {
        let list = watchlist ?? "list"
        let found = moment(found) ?? moment(published) ?? Date(timeIntervalSince1970: 0)
        let match = Match(
            list: list,
            decision: decision ?? .alert,
            level: level ?? .title,
            at: at ?? "\(list).watch:1",
            line: line ?? "",
            spans: spans ?? []
        )
        var alert = Alert(
            id: id ?? "unnamed",
            subject: link ?? title,
            match: match,
            listName: name ?? list,
            priority: priority ?? .normal,
            channels: [],
            itemIdentity: link ?? title,
            feedURL: feed ?? "",
            outlet: source ?? "",
            title: marked,
            link: link,
            excerpt: excerpt ?? [],
            language: language,
            published: moment(published),
            found: found,
            others: (others ?? []).map { other in
                Report(outlet: other.source, link: other.link, found: moment(other.found) ?? found)
            }
        )
        alert.revised = moment(revised)
        alert.story = story
        alert.storyLink = storyLink
        alert.again = again
        return alert
    }

    /// The headline, cut where its spans begin and end.
    private var marked: [Segment] {
        let scalars = Array(title.unicodeScalars)
        var pieces: [Segment] = []
        var end = 0
        func piece(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
        for span in (spans ?? []).filter({ $0.field == .title }).sorted(by: { $0.start < $1.start }) {
            guard span.start >= end, span.length > 0, span.length <= scalars.count - span.start else {
                continue
            }
            if span.start > end { pieces.append(Segment(piece(end..<span.start))) }
            end = span.start + span.length
            pieces.append(Segment(piece(span.start..<end), hit: true))
        }
        return end < scalars.count ? pieces + [Segment(piece(end..<scalars.count))] : pieces
    }
}

private func moment(_ text: String?) -> Date? {
    text.flatMap { try? Date($0, strategy: .iso8601) }
}
