import FoundationEssentials
import News
import Notifying

extension Configuration {
    /// Reads the `[[feed]]` tables.
    mutating func readFeeds(
        _ root: inout SettingsTable,
        secrets: SecretSource,
        inFolder: (String) -> String
    ) {
        var feeds: [String: Feed] = [:]
        var order: [String] = []
        for var table in root.tables("feed") {
            var access = FeedAccess(&table, general: poll.access, secrets: secrets, inFolder: inFolder)
            access.readSecrets(&table, secrets: secrets)
            if let feed = Self.feed(&table, folder: folder) {
                if feeds[feed.url] != nil {
                    table.mistake("\(feed.url) is listed twice", at: "url")
                }
                feeds[feed.url] = feed
                if access != poll.access { self.access[feed.url] = access }
                order.append(feed.url)
            }
            root.absorb(table.finish())
        }
        self.feeds = order.compactMap { feeds[$0] }
    }

    /// An interval that a person pins may be shorter than any that tocsin chooses.
    static let pinnedIntervals = Duration.seconds(60)...Duration.seconds(7 * 86_400)

    private static func feed(_ table: inout SettingsTable, folder: String) -> Feed? {
        let given = table.required("url", example: "https://example.org/feed.xml")
        let outlet = table.string("outlet")
        let tags = table.strings("tags") ?? []
        let every = table.duration("every", in: pinnedIntervals)
        let (min, max) = bounds(&table, pinned: every != nil)
        let lookback = table.duration("lookback", in: .zero...Duration.seconds(36_500 * 86_400))
        let allowsPrivate = table.boolean("allow_private")
        guard let given, let url = address(given, folder: folder, &table) else { return nil }
        let host = URLComponents(string: url)?.host.flatMap { $0.isEmpty ? nil : $0 }
        return Feed(
            url: url,
            outlet: outlet ?? usualName(host: host, url: url),
            tags: tags,
            every: every,
            min: min,
            max: max,
            lookback: lookback,
            allowsPrivateAddress: allowsPrivate ?? host.map(isPrivate) ?? false
        )
    }

    private static func bounds(_ table: inout SettingsTable, pinned: Bool) -> (Duration?, Duration?) {
        let min = table.duration("min", in: pinnedIntervals)
        let max = table.duration("max", in: pinnedIntervals)
        if pinned, min != nil || max != nil {
            let key = min != nil ? "min" : "max"
            table.mistake("every pins the interval: \(key) has no meaning beside it", at: key)
        }
        if let min, let max, min > max {
            table.mistake("min (\(say(min))) is longer than max (\(say(max)))", at: "min")
        }
        return (min, max)
    }

    /// How a feed's outlet is called where nobody says: by its host, a local feed by its file.
    static func usualName(host: String?, url: String) -> String {
        guard let host else { return url.split(separator: "/").last.map(String.init) ?? url }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }

    /// A local feed may be given relative to the settings' folder; it is known by its whole path.
    private static func address(_ given: String, folder: String, _ table: inout SettingsTable) -> String? {
        if given.hasPrefix("file:") {
            let path = given.hasPrefix("file://") ? given.dropFirst(7) : given.dropFirst(5)
            return path.hasPrefix("/") ? "file://\(path)" : "file://\(absolute(folder))/\(path)"
        }
        let isWeb = given.hasPrefix("http://") || given.hasPrefix("https://")
        if isWeb, URLComponents(string: given)?.host?.isEmpty == false, !given.contains(" ") { return given }
        table.mistake(
            "url must be an address such as https://example.org/feed.xml, or file:name.xml",
            at: "url"
        )
        return nil
    }

    private static func absolute(_ folder: String) -> String {
        folder.hasPrefix("/") ? folder : FileManager.default.currentDirectoryPath + "/" + folder
    }

    /// Whether a feed is configured with a private address in so many words: then it is meant.
    static func isPrivate(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || ["127.", "10.", "192.168."].contains {
                host.hasPrefix($0) && host.allSatisfy { $0.isNumber || $0 == "." }
            }
    }
}
