import Matching
import News
import Notifying

/// Which channels the alerts of a list go to.
///
/// A list that says "send to:" is heard there and nowhere else. Any other is heard by the default channels, and by the
/// channels whose `lists` it is among; a channel with `lists` hears no others, be it a default one or not. In every
/// case a channel hears nothing that matters less than it wants.
struct Routing: Hashable, Sendable {
    /// The channels of a list that names none, and that no channel asks for.
    var defaultChannels: [String]
    /// What each channel takes, by its name.
    var rules: [String: ChannelRules] = [:]

    /// The channels of an alert, each once, in order.
    func channels(of alert: Alert) -> [String] {
        channels(of: alert.match.list, named: alert.channels, priority: alert.priority)
    }

    /// Why nobody would hear of any alert of a list; nil where somebody would.
    func deadEnd(of watch: Watch) -> String? {
        guard channels(of: watch.id, named: watch.channels, priority: watch.priority).isEmpty else {
            return nil
        }
        let takers = takers(of: watch.id, named: watch.channels)
        let why =
            takers.isEmpty
            ? "it has no \"send to:\", and no channel takes it"
            : "its priority is \(watch.priority.rawValue), below the min_priority of \(takers.joined(separator: ", "))"
        return "\(watch.file): its alerts reach no channel: \(why)"
    }

    /// What channels ask for and no list is, a sentence each.
    func unknownLists(among known: [String]) -> [String] {
        rules.sorted { $0.key < $1.key }.flatMap { channel, rules in
            (rules.lists ?? []).filter { pattern in !known.contains(where: pattern.matches) }.map { pattern in
                let near = nearest(to: pattern.text, among: known).map { "did you mean \($0)?" }
                let known = "known: \(known.joined(separator: ", "))"
                return "lists of channel \(channel): there is no list \(pattern); \(near ?? known)"
            }
        }
    }

    private func channels(of list: String, named: [String], priority: Priority) -> [String] {
        takers(of: list, named: named).filter { priority >= rules[$0]?.minPriority ?? .low }
    }

    private func takers(of list: String, named: [String]) -> [String] {
        let open = defaultChannels.filter { rules[$0]?.lists == nil }
        let asking = rules.keys.sorted().filter { channel in
            rules[channel]?.lists?.contains { $0.matches(list) } ?? false
        }
        return (named.isEmpty ? open + asking : named).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }
}
