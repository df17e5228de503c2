import FoundationEssentials
import News

/// A parcel as chat tools show it: perhaps a heading, then cards.
struct Bulletin: Sendable {
    /// Why several come together, or late; nil for news.
    let heading: String?
    /// The alerts, oldest first; never empty.
    let cards: [Card]
    /// What it follows up; nil where it tells what was not told before.
    let followUp: FollowUp?

    /// News of what was told before.
    enum FollowUp: String {
        /// Others report it, too.
        case others = "Also reported: "
        /// Its own item has changed.
        case change = "Changed: "
    }

    /// A bulletin of a parcel.
    ///
    /// What comes together or late says less of each alert, whatever would fit.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: How much is said of each alert.
    ///   - passage: How long a passage may be at full detail.
    ///   - unit: What the service counts in.
    ///   - template: What writes the text below each headline; nil where the built-in layout does.
    init(
        _ parcel: Parcel,
        detail: Detail,
        passage: Int = 600,
        _ unit: TextUnit = .scalars,
        template: Template? = nil
    ) {
        switch parcel.contents {
        case .alerts(let alerts, let occasion):
            let detail = max(detail, alerts.count == 1 ? .full : occasion.detail)
            heading = occasion.heading(of: alerts, to: parcel.channel)
            cards = alerts.map { alert in
                var card = Card(alert, detail: detail, passage: passage, unit)
                if let template, detail < .headline {
                    card.write(template.text(of: alert.parts(detail: detail)))
                }
                return card
            }
            followUp = nil
        case .update(let alert):
            heading = nil
            followUp = parcel.edits != nil ? nil : alert.hasJustChanged ? .change : .others
            cards = [Card(alert, detail: detail, passage: passage, unit, isFollowUp: followUp != nil)]
        case .notices(let notices):
            heading = nil
            cards = notices.map { Card($0, detail: detail) }
            followUp = nil
        }
    }

    /// What a lock screen shows, in plain text.
    var summary: String {
        let more = cards.count > 1 ? " (+\(cards.count - 1) more)" : ""
        return heading ?? ((followUp?.rawValue ?? "") + cards[0].summary.clamped(to: 280) + more)
    }

    /// How much it matters: as much as the most important of its alerts.
    var priority: Priority { cards.map(\.priority).max() ?? .normal }
}

extension Occasion {
    /// Its name for programs.
    var word: String {
        switch self {
        case .news: "news"
        case .digest: "digest"
        case .catchUp: "catch-up"
        case .flood: "flood"
        case .quietHours: "quiet-hours"
        case .silence: "silence"
        }
    }

    /// How much is said of each of several alerts.
    var detail: Detail {
        switch self {
        case .news, .digest: .short
        case .catchUp, .flood, .quietHours, .silence: .headline
        }
    }

    /// Why alerts come together, or late.
    func heading(
        of alerts: [Alert],
        to channel: String,
        moment: (Date) -> String = universalTime
    ) -> String? {
        let count = "\(alerts.count) \(alerts.count == 1 ? "alert" : "alerts")"
        let list = tidy(alerts.first?.listName ?? "", 80)
        return switch self {
        case .news: nil
        case .digest: "Digest: \(count) found further down in the text"
        case .catchUp(let from, let to):
            "\(count) while \(channel) could not be reached, \(moment(from)) to \(moment(to))"
        case .flood(let term):
            "\(list) rings often: \(count) in a short time; what fires is \(tidy(term, 80))"
        case .quietHours: "\(count) from the quiet hours"
        case .silence(let silenced): silenced.heading(count, alerts.count, moment)
        }
    }
}

extension Silenced? {
    /// How many alerts were silenced, by whom, until when and why.
    func heading(_ words: String, _ count: Int, _ moment: (Date) -> String) -> String {
        guard let self else { return "\(words) of lists that were silenced" }
        let author = self.author.isEmpty ? "somebody" : tidy(self.author, 80)
        let why = self.reason.isEmpty ? "" : ": \(tidy(self.reason, 200))"
        return
            "\(words) \(count == 1 ? "was" : "were") silenced by \(author) until \(moment(self.until))\(why)"
    }
}
