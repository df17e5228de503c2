import Feeds
public import FoundationEssentials
import Glibc
import News
import Notifying
import Web

/// `tocsin feeds add`, `import` and `export`: the lists of feeds that a person keeps.
public struct FeedLists: Sendable {
    let configuration: Configuration

    /// Reads the settings.
    ///
    /// - Throws: `ConfigurationError`.
    public init(config: String?, environment: [String: String]) throws {
        configuration = try Configuration.read(path: config, environment: environment)
    }

    /// Finds the feed of an address, shows what it holds, and adds it to a list.
    ///
    /// - Parameters:
    ///   - address: A feed's address, or a page's.
    ///   - outlet: How alerts name it; nil takes the feed's own title.
    ///   - tags: Labels, the outermost folder first.
    ///   - file: The list; nil takes the first that the settings name.
    ///   - isDryRun: Whether to write nothing.
    /// - Returns: What to print.
    /// - Throws: A sentence for the user.
    public func add(
        _ address: String,
        outlet: String?,
        tags: [String],
        file: String?,
        isDryRun: Bool
    ) async throws -> Output {
        let fetcher = try configuration.fetcher()
        defer { Task { await fetcher.web.shutDown() } }
        let finding: FeedFinder.Finding
        do {
            finding = try await FeedFinder(fetcher: fetcher, access: configuration.poll.access).find(address)
        } catch {
            return .refusal("\(error)", status: .world)
        }
        var text = visibleLines(finding.description(now: Date()))
        let known = configuration.feeds.first { canonicalURL($0.url) == canonicalURL(finding.url) }
        if let known { return Output(text + "it is listed already, as \(visible(known.outlet))\n") }
        let subscription = OPML.Subscription(
            url: finding.url,
            title: outlet ?? finding.feed.title,
            homepage: finding.feed.link,
            tags: tags
        )
        let list = file ?? ownList
        if isDryRun { return Output(text + "nothing was written\n") }
        try write([subscription], to: list)
        text += "added to \(list)\n" + reminder(list)
        return Output(text)
    }

    /// Adds the feeds of another list that are not known yet.
    ///
    /// - Parameters:
    ///   - source: The other list, in OPML; "-" is standard input.
    ///   - file: The list they are added to; nil takes the first that the settings name.
    ///   - isDryRun: Whether to write nothing.
    /// - Returns: What to print.
    /// - Throws: A sentence for the user.
    public func take(_ source: String, into file: String?, isDryRun: Bool) throws -> Output {
        let name = source == "-" ? "standard input" : source
        let bytes: [UInt8]
        switch readFile(source, limit: 64 << 20) {
        case .success(let read): bytes = read
        case .failure(let problem): return .refusal("\(name): \(problem)")
        }
        let list: OPML
        do {
            list = try readOPML(bytes)
        } catch {
            return .refusal("\(name): \(error)")
        }
        var known = Set(configuration.feeds.map { canonicalURL($0.url) })
        let new = list.feeds.filter { known.insert(canonicalURL($0.url)).inserted }
        let target = file ?? ownList
        if !isDryRun, !new.isEmpty { try write(new, to: target) }
        let old = list.feeds.count - new.count
        var text =
            "\(new.count) feed\(new.count == 1 ? "" : "s") \(isDryRun ? "would be " : "")added to \(target)"
        text += old > 0 ? ", \(old) listed already\n" : "\n"
        if !isDryRun, !new.isEmpty { text += reminder(target) }
        return Output(text, complaints: list.problems.map { "\(name): \($0)" })
    }

    /// All feeds of the settings as one list.
    public func export(now: Date = Date()) -> Output {
        let feeds = configuration.feeds.filter { !$0.url.hasPrefix("file:") }.map { feed in
            OPML.Subscription(
                url: feed.url,
                title: feed.outlet,
                tags: feed.tags,
                every: feed.every.map { say($0) }
            )
        }
        let local = configuration.feeds.count - feeds.count
        let complaints = local > 0 ? ["\(local) local feed\(local == 1 ? " is" : "s are") left out"] : []
        return Output(opmlText(of: feeds, title: "tocsin", created: now), complaints: complaints)
    }

    private var ownList: String {
        configuration.opml.first ?? (configuration.folder == "." ? "" : configuration.folder + "/")
            + "feeds.opml"
    }

    /// What is left to be done before a new feed is polled.
    private func reminder(_ list: String) -> String {
        let isNamed = configuration.opml.contains(list)
        let line =
            isNamed
            ? "" : "name the list in \(configuration.path), above its first table: opml = [\"\(list)\"]\n"
        return line + "a daemon that runs takes it up at a SIGHUP (systemctl reload tocsin)\n"
    }

    private func write(_ feeds: [OPML.Subscription], to list: String) throws {
        if Glibc.access(list, F_OK) != 0 {
            return try replaceFile(list, Array(opmlText(of: feeds, title: "tocsin", created: Date()).utf8))
        }
        switch readFile(list, limit: 64 << 20) {
        case .failure(let problem):
            throw FileProblem(description: "\(list) \(problem)")
        case .success(let bytes):
            do {
                let edited =
                    feeds.count == 1 ? try opml(bytes, adding: feeds[0]) : try opml(bytes, adding: feeds)
                try replaceFile(list, edited)
            } catch let error as OPMLError {
                throw FileProblem(description: "\(list): \(error)")
            }
        }
    }
}

extension Configuration {
    /// What feeds are fetched with outside a daemon.
    func fetcher() throws -> Fetcher {
        Fetcher(web: try HTTPClient(userAgent: Version.userAgent(contact: poll.contact)))
    }
}
