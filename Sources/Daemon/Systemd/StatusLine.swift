import Storage

/// One line about what the daemon does, as `systemctl status` shows it.
struct StatusLine: Hashable, Sendable, CustomStringConvertible {
    /// How many feeds are polled.
    var feeds: Int
    /// How many lists are in force.
    var lists: Int
    /// What the store says.
    var summary: StoreSummary
    /// Whether the last reload was refused.
    var isOutdated = false

    var description: String {
        var parts = [count(feeds, "feed"), count(lists, "list"), count(summary.alerts, "alert") + " today"]
        if summary.failing > 0 { parts.append(count(summary.failing, "feed") + " failing") }
        if !summary.brokenChannels.isEmpty {
            let noun = summary.brokenChannels.count == 1 ? "channel" : "channels"
            parts.append("\(noun) \(summary.brokenChannels.joined(separator: " and ")) broken")
        }
        let text = feeds == 0 ? "no feeds yet: tocsin feeds add URL" : parts.joined(separator: ", ")
        return isOutdated ? text + "; the last reload was refused, the journal says why" : text
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
