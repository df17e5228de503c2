import FoundationEssentials
import Glibc
public import News

/// A parcel as a person reads it on a terminal or in a journal.
struct PlainText: Sendable {
    /// Whether the reader shows colour.
    let colour: Bool
    /// How moments are shown.
    let moment: @Sendable (Date) -> String
    /// What writes the text between an alert's headline and its link; nil where the built-in layout does.
    var template: Template?

    func text(of parcel: Parcel) -> String {
        switch parcel.contents {
        case .alerts(let alerts, .news):
            return alerts.map(card).joined(separator: "\n")
        case .alerts(let alerts, let occasion):
            return bold(heading(occasion, of: alerts, to: parcel.channel)) + "\n" + alerts.map(line).joined()
        case .update(let alert):
            return update(alert)
        case .notices(let notices):
            return notices.map(lines).joined()
        }
    }

    private func heading(_ occasion: Occasion, of alerts: [Alert], to channel: String) -> String {
        let count = "\(alerts.count) \(alerts.count == 1 ? "item" : "items")"
        return switch occasion {
        case .news: count
        case .digest: "DIGEST  \(count) found further down in the text"
        case .catchUp(let from, let to):
            "LATE    \(count) while \(channel) could not be reached, \(moment(from)) to \(moment(to))"
        case .flood(let term):
            "FLOOD   \(count) of \(alerts.first?.listName ?? "one list") in a short time; what fires is \(visible(term))"
        case .quietHours: "HELD    \(count) from the quiet hours"
        case .silence(let silenced): silenced.heading("HELD    \(count)", alerts.count, moment)
        }
    }

    private func update(_ alert: Alert) -> String {
        guard !alert.hasJustChanged else {
            return "\(style("NOW", "2"))     \(marked(alert.title))\n        changed · alert \(alert.id)\n"
        }
        let outlets = alert.others.map { visible($0.outlet) }.joined(separator: ", ")
        return
            "\(style("ALSO", "2"))    \(marked(alert.title))\n        also reported by \(outlets) · alert \(alert.id)\n"
    }

    private func lines(_ notice: Notice) -> String {
        let head = style("NOTICE", "2") + "  " + bold(visible(notice.title))
        let rows = [notice.feedURL, notice.text].filter { !$0.isEmpty }.map { "        " + dim(visible($0)) }
        return ([head] + rows).joined(separator: "\n") + "\n"
    }

    private func card(_ alert: Alert) -> String {
        let tag = badge(alert.priority)
        var rows = ["\(tag)  \(bold(marked(alert.title)))"]
        rows.append("        " + facts(of: alert))
        if let template {
            rows += lines(template.text(of: alert.parts(detail: .full)))
            if let link = alert.link { rows.append("        " + visible(link)) }
            return rows.joined(separator: "\n") + "\n"
        }
        if !alert.excerpt.isEmpty {
            rows.append("        “\(marked(alert.excerpt))”")
        }
        if let link = alert.link {
            rows.append("        " + visible(link))
        }
        if !alert.others.isEmpty {
            let outlets = alert.others.map { visible($0.outlet) }.joined(separator: ", ")
            rows.append("        also reported by \(outlets)")
        }
        if let again = alert.again { rows.append("        again: \(visible(again))") }
        if let link = alert.storyLink { rows.append("        story: \(visible(link))") }
        rows.append("        why: \(why(alert))")
        return rows.joined(separator: "\n") + "\n"
    }

    private func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { "        " + visible(String($0)) }
    }

    private func line(_ alert: Alert) -> String {
        let link = alert.link.map { "\n        " + visible($0) } ?? ""
        return "  \(alert.listName): \(marked(alert.title))\n        \(facts(of: alert))\(link)\n"
    }

    private func facts(of alert: Alert) -> String {
        let published = alert.published.map { "published \(moment($0))" } ?? "undated"
        return dim("\(alert.listName) · \(visible(alert.outlet)) · \(published) · alert \(alert.id)")
    }

    /// "Kremlin", "cease-fire" in the headline: ceasefire.watch:24, `{russia} BEFORE/8 {ceasefire}`.
    private func why(_ alert: Alert) -> String {
        let words = alert.terms.prefix(6).map { "“\(visible($0))”" }.joined(separator: ", ")
        return "\(words) \(alert.match.level.whereabouts) · \(alert.match.at): \(alert.match.line)"
    }

    private func marked(_ segments: [Segment]) -> String {
        segments.map { $0.hit ? highlight(visible($0.text)) : visible($0.text) }.joined()
    }

    private func badge(_ priority: Priority) -> String {
        let name = priority.rawValue.uppercased()
        let word = name + String(repeating: " ", count: 6 - name.count)
        return switch priority {
        case .urgent: style(word, "1;97;41")
        case .high: style(word, "1;30;43")
        case .normal: style(word, "1;97;44")
        case .low: style(word, "2")
        }
    }

    private func bold(_ text: String) -> String { style(text, "1") }

    private func dim(_ text: String) -> String { style(text, "2") }

    /// Reverses only what it sets, so that it can stand inside bold text.
    private func highlight(_ text: String) -> String {
        colour ? "\u{1B}[4;33m\(text)\u{1B}[24;39m" : text
    }

    private func style(_ text: String, _ code: String) -> String {
        colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension Level {
    /// Where the words stand, in words.
    fileprivate var whereabouts: String {
        switch self {
        case .title: "in the headline"
        case .lead: "in headline and lead"
        case .text: "in the text"
        }
    }
}

/// A parcel as a person reads it: in colour where standard output is a terminal and nobody minds.
public func describe(_ parcel: Parcel) -> String {
    PlainText(colour: showsColour(STDOUT_FILENO), moment: localTime).text(of: parcel)
}

/// Whether what is written to a descriptor should be in colour (no-color.org).
func showsColour(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && getenv("NO_COLOR") == nil
}
