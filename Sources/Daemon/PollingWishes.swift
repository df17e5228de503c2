import Feeds
import Storage

extension PollingWishes {
    private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// What a document asks for: of `ttl` and `sy:updatePeriod` the longer one, and hours and days to skip.
    init(of feed: ParsedFeed) {
        self.init()
        let ttl = feed.ttlMinutes.map { Duration.seconds($0 * 60) }
        interval = [ttl, feed.syndicationInterval].compactMap(\.self).max()
        skippedHours = feed.skipHours
        skippedDays = feed.skipDays.compactMap { Self.days.firstIndex(of: $0.lowercased()) }
    }
}
