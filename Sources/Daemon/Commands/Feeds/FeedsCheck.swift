import Feeds
import FoundationEssentials
import News
import Notifying
import Storage
import Synchronization
import Web

/// `tocsin feeds check`: asks every feed once, beside a daemon that may be running, and writes nothing.
public struct FeedsCheck: Sendable {
    /// What one feed answered.
    struct Answer: Sendable {
        let feed: Feed
        /// What is wrong; nil where the feed can be read.
        let trouble: Trouble?
        /// What it holds, in words.
        let facts: String
    }

    /// How many hosts are asked at once; each host is asked for one feed after the other.
    private static let hostsAtOnce = 32

    private let configuration: Configuration

    /// Reads the settings.
    ///
    /// - Throws: `ConfigurationError`.
    public init(config: String?, environment: [String: String]) throws {
        configuration = try Configuration.read(path: config, environment: environment)
    }

    /// Asks the feeds.
    ///
    /// - Parameters:
    ///   - part: Only feeds whose address or outlet holds this; nil asks all.
    ///   - json: Whether to print JSON, one object a line.
    ///   - progress: Hears how many of how many have answered.
    /// - Returns: What to print; the status is that of a world that failed where a feed cannot be read.
    /// - Throws: Where there is no HTTP client to be had.
    public func run(
        holding part: String?,
        json: Bool,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) async throws -> Output {
        let wanted = configuration.feeds.filter { feed in
            guard let part = part?.lowercased() else { return true }
            return feed.url.lowercased().contains(part) || feed.outlet.lowercased().contains(part)
        }
        guard !wanted.isEmpty else {
            return .refusal(
                part.map { "no feed's address or outlet holds \(visible($0))" } ?? "there are no feeds"
            )
        }
        let fetcher = try configuration.fetcher()
        let answers = await ask(wanted, fetcher, progress)
        await fetcher.web.shutDown()
        let failures = answers.filter { $0.trouble != nil }
        let status: Output.Status = failures.isEmpty ? .fine : .world
        if json { return Output(answers.map { encode(Line($0)) + "\n" }.joined(), status: status) }
        let sum = "\(answers.count) feed\(answers.count == 1 ? "" : "s"), \(failures.count) cannot be read\n"
        let sorted = failures + answers.filter { $0.trouble == nil }
        return Output(sorted.map(describe).joined() + sum, status: status)
    }

    private func ask(
        _ feeds: [Feed],
        _ fetcher: Fetcher,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) async -> [Answer] {
        let byHost = Dictionary(grouping: feeds) { Feed.host(of: $0.url) }
        var hosts = Array(byHost.values)[...]
        let tally = Tally(of: feeds.count, progress)
        var answers: [String: Answer] = [:]
        await withTaskGroup(of: [Answer].self) { group in
            for host in hosts.prefix(Self.hostsAtOnce) {
                group.addTask { await self.ask(host: host, fetcher, tally) }
            }
            hosts = hosts.dropFirst(Self.hostsAtOnce)
            while let more = await group.next() {
                for answer in more { answers[answer.feed.url] = answer }
                if let host = hosts.popFirst() {
                    group.addTask { await self.ask(host: host, fetcher, tally) }
                }
            }
        }
        return feeds.compactMap { answers[$0.url] }
    }

    private func ask(host feeds: [Feed], _ fetcher: Fetcher, _ tally: Tally) async -> [Answer] {
        var answers: [Answer] = []
        for (number, feed) in feeds.enumerated() {
            if number > 0 { try? await Task.sleep(for: configuration.poll.gap) }
            answers.append(await answer(feed, fetcher))
            tally.count()
        }
        return answers
    }

    private func answer(_ feed: Feed, _ fetcher: Fetcher) async -> Answer {
        let access = configuration.access[feed.url] ?? configuration.poll.access
        switch await fetcher.fetch(feed, access, validators: nil, now: Date()) {
        case .unchanged: return Answer(feed: feed, trouble: nil, facts: "unchanged")
        case .failed(let trouble, _): return await looked(feed, trouble, fetcher, access)
        case .body(let body):
            do {
                let parsed = try parseFeed(body.bytes, url: body.url, contentType: body.contentType)
                return Answer(feed: feed, trouble: nil, facts: facts(parsed, body))
            } catch {
                return await looked(feed, Trouble(error, body.bytes, cut: body.cut), fetcher, access)
            }
        }
    }

    /// A feed that is not there, or has given way to a page, may have moved: the page, or the site's front page, says
    /// where to.
    private func looked(
        _ feed: Feed,
        _ trouble: Trouble,
        _ fetcher: Fetcher,
        _ access: FeedAccess
    ) async -> Answer {
        guard [.notFound, .notAFeed, .gone].contains(trouble.kind),
            var site = URLComponents(string: feed.url),
            site.host != nil
        else { return Answer(feed: feed, trouble: trouble, facts: "") }
        (site.path, site.query, site.fragment) = ("/", nil, nil)
        let pages = trouble.kind == .notAFeed ? [feed.url, site.string ?? ""] : [site.string ?? ""]
        let finder = FeedFinder(
            fetcher: fetcher,
            access: FeedAccess(userAgent: access.userAgent, proxy: access.proxy)
        )
        for page in pages where !page.isEmpty {
            if let finding = try? await finder.find(page) {
                return Answer(feed: feed, trouble: trouble, facts: "perhaps it is now at \(finding.url)")
            }
        }
        return Answer(feed: feed, trouble: trouble, facts: "")
    }

    private func facts(_ parsed: ParsedFeed, _ body: Fetcher.Body) -> String {
        var facts = [parsed.version, parsed.items.count == 1 ? "1 item" : "\(parsed.items.count) items"]
        if let latest = parsed.items.compactMap({ $0.published ?? $0.updated }).max() {
            facts.append("latest \(latest.formatted(.iso8601))")
        }
        if let cut = body.cut ?? (parsed.isComplete ? nil : "it ends early") {
            facts.append("not whole: \(cut)")
        }
        if let target = body.movedTo { facts.append("moved for good to \(target)") }
        if body.validators.etag == nil, body.validators.lastModified == nil {
            facts.append("no validators: every poll costs the whole document")
        }
        return facts.joined(separator: ", ")
    }

    private func describe(_ answer: Answer) -> String {
        let name = "\(visible(answer.feed.outlet))  \(answer.feed.url)\n"
        let lines = [
            answer.trouble.map { "cannot be read: \($0.text)" }, answer.facts.isEmpty ? nil : answer.facts,
        ]
        return name + lines.compactMap(\.self).map { "    \(visible($0))\n" }.joined()
    }
}

/// How many of how many are done, told as it grows.
private final class Tally: Sendable {
    private let done = Mutex(0)
    private let all: Int
    private let progress: @Sendable (Int, Int) -> Void

    init(of all: Int, _ progress: @escaping @Sendable (Int, Int) -> Void) {
        self.all = all
        self.progress = progress
    }

    func count() {
        done.withLock { done in
            done += 1
            progress(done, all)
        }
    }
}

/// One feed's answer as programs read it.
private struct Line: Encodable {
    let url: String
    let outlet: String
    let ok: Bool
    let ailment: String?
    let trouble: String?
    let facts: String

    init(_ answer: FeedsCheck.Answer) {
        url = answer.feed.url
        outlet = answer.feed.outlet
        ok = answer.trouble == nil
        ailment = answer.trouble?.kind.rawValue
        trouble = answer.trouble?.text
        facts = answer.facts
    }
}
