import FoundationEssentials
import News

/// What templates can say of an alert: what programs read of it, tidy and cut as people see it.
extension Alert {
    func parts(detail: Detail) -> [String: TemplateValue] {
        let card = Card(self, detail: detail)
        var parts: [String: TemplateValue] = [
            "id": .text(card.id),
            "watchlist": .text(tidy(match.list, 80)),
            "name": .text(card.list),
            "priority": .text(priority.rawValue),
            "decision": .text(match.decision.rawValue),
            "level": .text(match.level.rawValue),
            "at": .text(tidy(match.at, 200)),
            "line": .text(tidy(match.line, 200)),
            "title": .text(card.headline),
            "source": .text(card.outlet),
            "feed": .text(tidy(feedURL, 300)),
            "terms": .list(terms.prefix(10).map { .text(tidy($0, 80)) }),
            "excerpt": .list(card.passage.map { .parts(["text": .text($0.text), "hit": .flag($0.hit)]) }),
            "others": .list(zip(card.others, others).map { .parts($0.parts(found: $1.found)) }),
            "command": .text("tocsin explain --stored \(card.id)"),
        ]
        for level in Priority.allCases { parts[level.rawValue] = .flag(priority == level) }
        parts["link"] = card.link.map(TemplateValue.text)
        parts["language"] = language.map { .text(tidy($0, 40)) }
        parts["story"] = story.map { .text($0.description) }
        parts["story_link"] = webLink(storyLink).map(TemplateValue.text)
        parts["again"] = again.map { .text(tidy($0, 200)) }
        parts["more_others"] = card.moreOthers > 0 ? "\(card.moreOthers)" : nil
        parts.add(found, as: "found")
        if let published { parts.add(published, as: "published") }
        return parts
    }
}

extension Parcel {
    /// What templates can say of a whole message; of a single alert, its own parts as well.
    func parts(detail: Detail) -> [String: TemplateValue] {
        let bulletin = Bulletin(self, detail: detail)
        var parts: [String: TemplateValue] = [:]
        switch contents {
        case .alerts(let alerts, let occasion):
            let detail = max(detail, alerts.count == 1 ? .full : occasion.detail)
            parts = alerts.count == 1 ? alerts[0].parts(detail: detail) : [:]
            parts["alerts"] = .list(alerts.map { .parts($0.parts(detail: detail)) })
            parts["occasion"] = .text(occasion.word)
        case .update(let alert):
            parts = alert.parts(detail: detail)
            parts["alerts"] = .list([.parts(parts)])
        case .notices: break
        }
        parts["type"] = .text(contents.type)
        parts["channel"] = .text(tidy(channel, 80))
        parts["heading"] = bulletin.heading.map(TemplateValue.text)
        parts["summary"] = .text(bulletin.summary)
        return parts
    }
}

extension Card.Other {
    fileprivate func parts(found: Date) -> [String: TemplateValue] {
        var parts: [String: TemplateValue] = ["source": .text(outlet)]
        parts["link"] = link.map(TemplateValue.text)
        parts.add(found, as: "found")
        return parts
    }
}

extension [String: TemplateValue] {
    /// A moment as programs read it, as people do, and in seconds since 1970.
    fileprivate mutating func add(_ moment: Date, as name: String) {
        self[name] = .text(moment.iso8601)
        self[name + "_text"] = .text(universalTime(moment))
        self[name + "_unix"] = "\(Int(moment.timeIntervalSince1970))"
    }
}
