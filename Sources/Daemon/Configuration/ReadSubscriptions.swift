import Feeds
import FoundationEssentials
import News
import Notifying

extension Configuration {
    /// Adds the feeds of the OPML files that the settings name; a `[[feed]]` table of the same address goes before.
    mutating func readSubscriptions(_ root: inout SettingsTable, _ read: FilesRead) {
        var known = Set(feeds.map(\.url))
        for file in opml {
            read.note(file)
            switch readFile(file, limit: 64 << 20) {
            case .failure(let problem):
                root.mistake("opml: \(file) \(problem)", at: "opml")
            case .success(let bytes):
                do throws(OPMLError) {
                    let list = try readOPML(bytes)
                    remarks += list.problems.map { "\(file): \($0)" }
                    for subscription in list.feeds where known.insert(subscription.url).inserted {
                        feeds.append(feed(subscription, file: file))
                    }
                } catch {
                    root.mistake("opml: \(file): \(error)", at: "opml")
                }
            }
        }
    }

    private mutating func feed(_ subscription: OPML.Subscription, file: String) -> Feed {
        let host = URLComponents(string: subscription.url)?.host.flatMap { $0.isEmpty ? nil : $0 }
        var every: Duration?
        if let text = subscription.every {
            every = readDuration(text)
            if every.map(Self.pinnedIntervals.contains) != true {
                let range =
                    "from \(say(Self.pinnedIntervals.lowerBound)) to \(say(Self.pinnedIntervals.upperBound))"
                remarks.append(
                    "\(file): \(subscription.url): every must be a length of time \(range), not \"\(text)\""
                )
                every = nil
            }
        }
        return Feed(
            url: subscription.url,
            outlet: subscription.title ?? Self.usualName(host: host, url: subscription.url),
            tags: subscription.tags,
            every: every,
            allowsPrivateAddress: host.map(Self.isPrivate) ?? false
        )
    }
}
