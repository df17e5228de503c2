import FoundationEssentials
import Matching
import News
import Notifying

/// Stories as a person reads them in a terminal.
extension StoryReport {
    /// The report in lines.
    var text: String {
        var lines = ["\(id)  \(visible(headline))"]
        let count = outlets.count == 1 ? "1 outlet" : "\(outlets.count) outlets"
        lines.append("    \(count), from \(localTime(first)) to \(localTime(last))")
        if let link { lines.append("    \(visible(link))") }
        for alert in alerts {
            lines.append(
                "    rang \(alert.list) \(localTime(alert.found)), alert \(alert.alert): \(visible(alert.because))"
            )
        }
        return (lines + outlets.flatMap(\.lines)).map { $0 + "\n" }.joined()
    }
}

extension StoryReport.Row {
    fileprivate var lines: [String] {
        let more = items > 1 ? " (\(items) items)" : ""
        var lines = ["", "\(localTime(firstSeen))  \(visible(outlet))\(more): \(visible(headline))"]
        if let link { lines.append("    \(visible(link))") }
        if let sameTextAs { lines.append("    same text as \(visible(sameTextAs))") }
        for sentence in sentences { lines.append("    says  \(visible(sentence))") }
        for quote in quotes {
            lines.append("    quotes  \(visible(quote.speaker ?? "somebody")): “\(visible(quote.text))”")
        }
        let facts = figures + names
        if !facts.isEmpty { lines.append("    not all have  \(visible(facts.joined(separator: ", ")))") }
        for edit in edits { lines.append("    until \(localTime(edit.until))  \(visible(edit.headline))") }
        for finding in findings { lines.append("    \(finding.line)") }
        if lastSeen > firstSeen { lines.append("    last seen \(localTime(lastSeen))") }
        return lines
    }
}

extension StoryReport.Finding {
    /// What a list made of an item, in one line.
    var line: String {
        switch standing {
        case .rang: "\(list)  rang, alert \(alert ?? "?"): \(visible(because))"
        case .folded: "\(list)  folded into alert \(alert ?? "?"), because \(visible(because))"
        case .held: "\(list)  held, because \(visible(because))"
        }
    }
}
