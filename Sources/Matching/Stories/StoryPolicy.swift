internal import FoundationEssentials
public import News

/// Decides what an item that a list hit means to whoever was told of its story before: pure, and always with a reason.
///
/// The first item rings, and the others are folded into its alert, unless they say more than it did. Where it is doubtful
/// whether they do, they ring.
public struct StoryPolicy: Hashable, Sendable {
    /// What becomes of an item.
    public enum Verdict: Hashable, Sendable {
        /// It rings.
        case ring(Occasion, because: String)
        /// It is one more report of what an alert told; the alert names the outlet where that is new.
        case fold(into: String, because: String, isNewOutlet: Bool)
        /// It waits until other outlets report the same.
        case hold(because: String)
    }

    /// On what occasion a list rings for a story; it does so once on each.
    public enum Occasion: Hashable, Sendable {
        /// It had not rung for it, and need not wait for others.
        case first
        /// As many outlets report it as the list waits for.
        case corroborated
        /// It is told higher up, or matters more, than it did.
        case rise(String)
        /// So many outlets report it.
        case sources(Int)
        /// A headline says something else than those before it.
        case change(String)
        /// The story goes on, and the last alert was long ago.
        case later(Int)
    }

    /// For how long an alert takes further reports of its story, in seconds.
    static let patience: TimeInterval = 24 * 3_600
    /// How long after an alert about a change the next change may ring.
    static let pauseOfChanges: TimeInterval = 1_800

    /// With how many outlets the list rings once more; nil is never.
    private let sources: Int?
    /// How many outlets must report a story before the list rings; nil is one.
    private let minSources: Int?

    /// The policy of a list.
    public init(_ watch: Watch?) {
        sources = watch?.sources
        minSources = watch?.minSources
    }

    /// What becomes of an item.
    ///
    /// - Parameters:
    ///   - alert: The alert that it would raise.
    ///   - thread: What the list has found of the story before.
    /// - Returns: What is to be done, and why.
    public func verdict(on alert: Alert, in thread: StoryThread) -> Verdict {
        let outlets = thread.outlets
        let isNewOutlet = !outlets.contains(alert.outlet.lowercased())
        let count = outlets.count + (isNewOutlet ? 1 : 0)
        let rung = thread.entries.filter { $0.standing == .rang }
        guard let lead = rung.last, let id = lead.alert else {
            return first(of: count)
        }
        if alert.found.timeIntervalSince(lead.found) >= Self.patience {
            let day = Int(alert.found.timeIntervalSince1970 / Self.patience)
            return .ring(.later(day), because: "the story goes on, and its last alert is a day old")
        }
        if let (occasion, reason) = rise(of: alert, above: rung) {
            return .ring(occasion, because: reason)
        }
        if let sources, isNewOutlet, outlets.count < sources, count >= sources {
            return .ring(.sources(sources), because: "\(sources) outlets report it")
        }
        if let change = HeadlineChange(alert.headline, after: thread.entries.suffix(100).map(\.headline)) {
            let last = rung.last { $0.because.hasPrefix(HeadlineChange.mark) }?.found ?? .distantPast
            if alert.found.timeIntervalSince(last) >= Self.pauseOfChanges {
                return .ring(.change(change.text), because: change.because)
            }
            return .fold(
                into: id,
                because: "\(change.because); another change rang less than half an hour before",
                isNewOutlet: isNewOutlet
            )
        }
        let reason =
            isNewOutlet
            ? "\(alert.outlet) reports what \(lead.outlet) did" : "\(alert.outlet) has reported it before"
        return .fold(into: id, because: reason, isNewOutlet: isNewOutlet)
    }

    private func first(of count: Int) -> Verdict {
        guard let minSources, minSources > 1 else { return .ring(.first, because: "the first of its story") }
        guard count >= minSources else {
            return .hold(because: "\(count) of \(minSources) outlets report it")
        }
        return .ring(.corroborated, because: "\(count) outlets report it")
    }

    /// Whether an item says it louder than all that rang.
    ///
    /// Headline and lead are one level here: both ring at once, and outlets differ in which of the two they use.
    private func rise(of alert: Alert, above rung: [StoryThread.Entry]) -> (Occasion, String)? {
        if alert.match.decision == .alert, rung.allSatisfy({ $0.decision == .digest }) {
            return (.rise("alert"), "it had been for the digest only")
        }
        if alert.match.decision == .alert, alert.match.level < .text, rung.allSatisfy({ $0.level == .text }) {
            return (
                .rise("\(alert.match.level)"),
                "it stands in the \(alert.match.level), and had stood further down"
            )
        }
        if rung.allSatisfy({ $0.priority < alert.priority }) {
            return (.rise("\(alert.priority)"), "its list has become \(alert.priority)")
        }
        return nil
    }
}

extension StoryPolicy.Occasion {
    /// What tells it from others of the same list and story.
    public var key: String {
        switch self {
        case .first, .corroborated: "first"
        case .rise(let to): "rise \(to)"
        case .sources(let count): "sources \(count)"
        case .change(let text): "change \(text)"
        case .later(let day): "later \(day)"
        }
    }

    /// Whether the alert names all who report the story: what none of the others says it does not ascribe to them.
    public var concernsAll: Bool {
        if case .change = self { false } else { true }
    }

    /// Whether the list had rung for the story before.
    public var isAgain: Bool {
        switch self {
        case .first, .corroborated: false
        case .rise, .sources, .change, .later: true
        }
    }
}

extension StoryThread {
    /// The outlets that report it, in small letters.
    var outlets: Set<String> { Set(entries.map { $0.outlet.lowercased() }) }
}
