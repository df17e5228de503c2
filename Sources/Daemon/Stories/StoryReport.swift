public import FoundationEssentials
public import Matching
public import News
public import Storage

/// A story as it is shown to people and programs: what each outlet says of it, and where they differ.
///
/// It is a value without any form; the command prints it, and a page can.
public struct StoryReport: Hashable, Sendable, Encodable {
    /// An alert that it raised.
    public struct Ring: Hashable, Sendable, Encodable {
        /// The alert's id.
        public var alert: String
        /// Its list's id.
        public var list: String
        /// The outlet whose item rang.
        public var outlet: String
        /// The headline.
        public var headline: String
        /// When it was found.
        public var found: Date
        /// Why it rang.
        public var because: String
    }

    /// What became of an item that a list hit.
    public struct Finding: Hashable, Sendable, Encodable {
        /// The list's id.
        public var list: String
        /// Whether it rang, was folded, or is held.
        public var standing: StoryThread.Entry.Standing
        /// The alert that it raised or was folded into; nil while it is held.
        public var alert: String?
        /// Why.
        public var because: String
    }

    /// A headline that was taken back.
    public struct Edit: Hashable, Sendable, Encodable {
        /// The headline.
        public var headline: String
        /// When another took its place.
        public var until: Date
    }

    /// What one outlet says.
    public struct Row: Hashable, Sendable, Encodable {
        /// The outlet's name.
        public var outlet: String
        /// The headline of its first item, as it is now.
        public var headline: String
        /// The same with the hits marked.
        public var title: [Segment]
        /// The address of that.
        public var link: String?
        /// The language of that, where known.
        public var language: String?
        /// An outlet before it that prints the same text, as those do that take it from one agency.
        public var sameTextAs: String?
        /// How many items it has in the story.
        public var items: Int
        /// When the first of them was first seen.
        public var firstSeen: Date
        /// When one of them was last seen to be new or to have changed.
        public var lastSeen: Date
        /// Its earlier headlines.
        public var edits: [Edit]
        /// The sentences in which lists found something.
        public var sentences: [String]
        /// The same with the hits marked.
        public var passages: [[Segment]]
        /// Figures that not all outlets have.
        public var figures: [String]
        /// Names that not all outlets have.
        public var names: [String]
        /// Who is quoted.
        public var quotes: [Quote]
        /// What lists made of it.
        public var findings: [Finding]
    }

    /// What it is known by.
    public var id: StoryID
    /// The headline that it began with.
    public var headline: String
    /// When its first item was seen.
    public var first: Date
    /// When its last item was seen.
    public var last: Date
    /// Where it can be read; nil where the settings name no such place.
    public var link: String?
    /// The alerts that it raised, oldest first.
    public var alerts: [Ring]
    /// What the outlets say, in the order in which they came.
    public var outlets: [Row]
}

extension StoryReport {
    /// A report of what the store holds of a story; nil where it holds no item of it any more.
    ///
    /// - Parameters:
    ///   - record: What the store holds.
    ///   - names: The outlets' names, by the addresses of their feeds.
    ///   - statusURL: Where the status pages can be reached.
    public init?(_ record: StoryRecord, outlets names: [String: String], statusURL: String?) {
        guard let opening = record.pieces.first else { return nil }
        id = record.id
        headline = opening.item.title
        first = opening.firstSeen
        last = record.pieces.map(\.firstSeen).max() ?? opening.firstSeen
        link = statusURL.map { "\($0)/story/\(record.id)" }
        alerts = record.reports.filter { $0.entry.standing == .rang }.map { report in
            Ring(
                alert: report.entry.alert ?? "",
                list: report.list,
                outlet: report.entry.outlet,
                headline: report.entry.headline,
                found: report.entry.found,
                because: report.entry.because
            )
        }
        let voices = Voice.all(in: record, names)
        outlets = voices.indices.map { place in
            let others = voices[..<place] + voices[(place + 1)...]
            let source = voices[..<place].first { $0.hasTextOf(voices[place]) }
            return Row(voices[place], besides: Array(others), sameTextAs: source?.outlet)
        }
    }

    /// The story with this id, or whose id begins so and no other's does, or that of an alert; nil where there is none.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - store: Where it is kept.
    ///   - names: The outlets' names, by the addresses of their feeds.
    ///   - statusURL: Where the status pages can be reached.
    /// - Returns: The report.
    /// - Throws: Where the store cannot be read.
    static func find(
        _ name: String,
        in store: SQLiteStore,
        outlets names: [String: String],
        statusURL: String?
    ) async throws -> StoryReport? {
        var record = try await store.story(named: name)
        if record == nil, let story = try await store.alert(id: name)?.story {
            record = try await store.story(named: story.description)
        }
        return record.flatMap { StoryReport($0, outlets: names, statusURL: statusURL) }
    }

    /// The report as one JSON object.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension StoryReport.Row {
    fileprivate init(_ voice: Voice, besides others: [Voice], sameTextAs source: String?) {
        let first = voice.pieces[0]
        outlet = voice.outlet
        headline = first.item.title
        title = voice.details[0].headline
        link = first.item.link
        language = first.item.language
        sameTextAs = source
        items = voice.pieces.count
        firstSeen = first.firstSeen
        lastSeen = voice.pieces.map(\.lastSeen).max() ?? first.lastSeen
        edits = voice.pieces.flatMap(\.edits).map { StoryReport.Edit(headline: $0.title, until: $0.until) }
        passages = voice.details.flatMap(\.passages)
        sentences = voice.details.flatMap(\.sentences)
        figures = voice.figures(notOfAll: others)
        names = voice.names(notOfAll: others)
        quotes = voice.details.flatMap(\.quotes)
        findings = voice.reports.map { report in
            StoryReport.Finding(
                list: report.list,
                standing: report.entry.standing,
                alert: report.entry.alert,
                because: report.entry.because
            )
        }
    }
}

/// What one outlet has in a story.
private struct Voice {
    var outlet: String
    var pieces: [StoryRecord.Piece] = []
    var reports: [StoryRecord.Report] = []
    var details: [ReportDetails] = []

    /// The outlets of a story, in the order in which they came.
    static func all(in record: StoryRecord, _ names: [String: String]) -> [Voice] {
        var voices: [Voice] = []
        let reports = Dictionary(grouping: record.reports) { [$0.feedURL, $0.itemIdentity] }
        for piece in record.pieces {
            let own = reports[[piece.item.feedURL, piece.item.identity]] ?? []
            let outlet = names[piece.item.feedURL] ?? own.first?.entry.outlet ?? piece.item.outlet
            if !voices.contains(where: { $0.outlet == outlet }) { voices.append(Voice(outlet: outlet)) }
            guard let place = voices.firstIndex(where: { $0.outlet == outlet }) else { continue }
            voices[place].pieces.append(piece)
            voices[place].reports += own
            let spans = own.flatMap(\.alert.match.spans)
            voices[place].details.append(ReportDetails(of: piece.item, spans: spans))
        }
        return voices
    }

    /// Whether it prints a text that another prints.
    func hasTextOf(_ other: Voice) -> Bool {
        details.contains { own in other.details.contains { own.hasTextOf($0) } }
    }

    /// Figures of the outlet that not all others have.
    func figures(notOfAll others: [Voice]) -> [String] {
        own(\.figures) { fact in others.allSatisfy { $0.details.contains { $0.figures.contains(fact) } } }
    }

    /// Names of the outlet that not all others have, in whatever spelling.
    func names(notOfAll others: [Voice]) -> [String] {
        own(\.names) { fact in others.allSatisfy { $0.details.contains { $0.mentions(fact) } } }
    }

    private func own(
        _ kind: (ReportDetails) -> [ReportDetails.Fact],
        isShared: (ReportDetails.Fact) -> Bool
    ) -> [String] {
        var seen: Set<ReportDetails.Fact> = []
        return details.flatMap(kind).filter { seen.insert($0).inserted && !isShared($0) }.map(\.text)
    }
}
