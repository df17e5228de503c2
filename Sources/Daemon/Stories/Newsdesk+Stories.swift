import FoundationEssentials
import Matching
import News
import Storage

/// How the newsdesk follows stories: every new item is put into one, and a list that has rung for a story rings again
/// only with a reason.
extension Newsdesk {
    /// The stories that items tell, by the items' identities.
    ///
    /// Every new item is put into one, whether a list hits it or not: what is usual in the news is learnt from those that
    /// no list hits. What a feed's first fetch brings from before the window is history and left out.
    ///
    /// - Parameters:
    ///   - unseen: New and changed items.
    ///   - isFirstFetch: Whether the feed was never read before.
    ///   - now: The moment of the visit.
    /// - Returns: The stories; empty where they are not followed.
    func place(_ unseen: [UnseenItem], isFirstFetch: Bool, now: Date) -> [String: StoryID] {
        guard let stories else { return [:] }
        let start = now.addingTimeInterval(-StoryDesk.window)
        var placed: [String: StoryID] = [:]
        for seen in oldestFirst(unseen) {
            if let known = seen.story {
                placed[seen.item.identity] = known
            } else if !isFirstFetch || seen.item.published ?? .distantPast > start {
                placed[seen.item.identity] = stories.place(seen.item, now: now)
            }
        }
        return placed
    }

    /// Where a story can be read.
    func address(of story: StoryID) -> String? {
        statusURL.map { "\($0)/story/\(story)" }
    }

    /// What becomes of alerts whose stories have been told before; nil where stories are not followed.
    func telling(now: Date) -> Telling.Rule? {
        guard stories != nil else { return nil }
        return { owed, thread in tell(owed, after: thread, now: now) }
    }

    private func tell(_ owed: OwedAlert, after thread: StoryThread, now: Date) -> Telling {
        let watch = reader.watchlist.watches.first { $0.id == owed.alert.match.list }
        switch StoryPolicy(watch).verdict(on: owed.alert, in: thread) {
        case .ring(let occasion, let because):
            var owed = owed
            if occasion == .corroborated, thread.entries.contains(where: { $0.decision == .alert }) {
                // Had the others not waited, one of them would have rung at once.
                owed.alert.match.decision = .alert
                owed = owe(owed.alert, isOfChange: false, now: now)
            }
            if occasion.isAgain { owed.alert.again = because }
            if occasion.concernsAll { owed.alert.others = thread.reports(besides: owed.alert.outlet) }
            return .ring(owed, occasion: occasion.key, because: because)
        case .fold(let into, let because, let isNewOutlet):
            let report = Report(outlet: owed.alert.outlet, link: owed.alert.link, found: owed.alert.found)
            return .fold(
                into: into,
                because: because,
                isNewOutlet ? report : nil,
                updates: isNewOutlet ? paces(of: owed.alert, now: now) : [:]
            )
        case .hold(let because):
            return .hold(because: because)
        }
    }
}

extension StoryThread {
    /// Each outlet's first report, without those of one.
    fileprivate func reports(besides outlet: String) -> [Report] {
        var seen: Set<String> = [outlet.lowercased()]
        return entries.filter { seen.insert($0.outlet.lowercased()).inserted }.prefix(100).map { entry in
            Report(outlet: entry.outlet, link: entry.link, found: entry.found)
        }
    }
}
