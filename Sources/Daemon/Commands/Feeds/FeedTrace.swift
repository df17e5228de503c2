import Feeds
public import FoundationEssentials
import Matching
import News
import Notifying
import Storage
import Web

/// `tocsin feeds poll`: one poll of one feed, told step by step; nothing is written, and nothing rings.
public struct FeedTrace: Sendable {
    private static let telling = [
        "content-type", "content-encoding", "etag", "last-modified", "cache-control", "expires",
        "retry-after", "server",
    ]

    private let configuration: Configuration

    /// Reads the settings.
    ///
    /// - Throws: `ConfigurationError`.
    public init(config: String?, environment: [String: String]) throws {
        configuration = try Configuration.read(path: config, environment: environment)
    }

    /// Polls a feed of the settings, or any other address.
    ///
    /// - Parameters:
    ///   - address: The address, or a part of it or of an outlet's name that only one feed has.
    ///   - now: The moment.
    /// - Returns: What to print.
    /// - Throws: Where there is no HTTP client to be had.
    public func run(_ address: String, now: Date = Date()) async throws -> Output {
        let feed: Feed
        switch chosen(address) {
        case .success(let found): feed = found
        case .failure(let problem): return .refusal(problem.description)
        }
        let fetcher = try configuration.fetcher()
        let access = configuration.access[feed.url] ?? configuration.poll.access
        let request = fetcher.request(feed, access, nil, nil)
        var lines: [String] = []
        let answer: Fetcher.Answer
        if feed.url.hasPrefix("file:") {
            lines.append("reads \(feed.url)")
            answer = await fetcher.fetch(feed, validators: nil, now: now)
        } else {
            lines.append("GET \(feed.url)")
            lines += request.headers.map { "> \($0.name): \($0.value)" }
            if !access.secretHeaders.isEmpty || access.credentials != nil {
                lines.append("> and secrets, for this server only")
            }
            do throws(TransferError) {
                let response = try await fetcher.web.send(request)
                lines += describe(response)
                answer = fetcher.answer(response, to: request, isConditional: false, now: now)
            } catch {
                answer = .failed(Trouble(error), hints: Schedule.Hints())
            }
        }
        await fetcher.web.shutDown()
        let (more, status) = read(answer, feed, now)
        return Output((lines + more).map { visible($0) + "\n" }.joined(), status: status)
    }

    private func chosen(_ address: String) -> Result<Feed, FileProblem> {
        if let feed = configuration.feeds.first(where: { $0.url == address }) { return .success(feed) }
        let part = address.lowercased()
        let some = configuration.feeds.filter {
            $0.url.lowercased().contains(part) || $0.outlet.lowercased().contains(part)
        }
        if some.count == 1 { return .success(some[0]) }
        if some.count > 1 {
            return .failure(
                FileProblem(
                    description:
                        "\(some.count) feeds have \(visible(address)) in their address or outlet; give more of it"
                )
            )
        }
        guard let host = URLComponents(string: address)?.host, !host.isEmpty, address.hasPrefix("http") else {
            return .failure(
                FileProblem(
                    description:
                        "no feed has \(visible(address)) in its address or outlet; give an address to poll another"
                )
            )
        }
        return .success(Feed(url: address, outlet: host, allowsPrivateAddress: Configuration.isPrivate(host)))
    }

    private func describe(_ response: Response) -> [String] {
        var lines = response.redirects.map { "< \($0.status), on to \($0.to)" }
        let times =
            "first byte after \(milliseconds(response.timeToFirstByte)), all after \(milliseconds(response.total))"
        lines.append("< \(response.status), \(response.body.count) bytes; \(times)")
        for name in Self.telling {
            if let value = response.headers[name] { lines.append("< \(name): \(value)") }
        }
        if let cut = response.cut { lines.append("< cut: \(cut)") }
        return lines
    }

    private func milliseconds(_ time: Duration) -> String { "\(Int(time.seconds * 1_000)) ms" }

    private func read(_ answer: Fetcher.Answer, _ feed: Feed, _ now: Date) -> ([String], Output.Status) {
        let body: Fetcher.Body
        switch answer {
        case .failed(let trouble, let hints):
            return (
                ["fails (\(trouble.kind.rawValue)): \(trouble.text)"]
                    + next(feed, nil, hints, failures: 1, now), .world
            )
        case .unchanged(_, let hints, _):
            return (["unchanged"] + next(feed, nil, hints, failures: 0, now), .fine)
        case .body(let found):
            body = found
        }
        let parsed: ParsedFeed
        do {
            parsed = try parseFeed(body.bytes, url: body.url, contentType: body.contentType)
        } catch {
            let trouble = Trouble(error, body.bytes, cut: body.cut)
            let text = "fails (\(trouble.kind.rawValue)): \(trouble.text)"
            return ([text] + next(feed, nil, body.hints, failures: 1, now), .world)
        }
        var boilerplate = Boilerplate()
        boilerplate.learn(from: parsed.items)
        let items = feedItems(of: parsed, feed: feed, without: boilerplate)
        var lines = [
            "\(parsed.title ?? "a feed without a title"): \(parsed.version), \(parsed.encoding), \(items.count) items"
        ]
        lines += parsed.recovered.map { "repaired: \($0)" }
        lines += matches(items)
        var hints = body.hints
        hints.wishes = PollingWishes(of: parsed)
        let rhythm = Rhythm(published: items.compactMap(\.published), now: now)
        return (lines + next(feed, rhythm, hints, failures: 0, now), .fine)
    }

    /// What the lists find in the items, whether or not it was told before.
    private func matches(_ items: [Item]) -> [String] {
        let lists = LoadedLists(
            folder: configuration.watchlists,
            channels: configuration.channels.map(\.name)
        )
        let reader = Reader(watchlist: Watchlist(watches: lists.watches))
        let found = items.flatMap { item in
            reader.alerts(for: item, now: Date()).map { "  \($0.match.list): \(item.title)" }
        }
        return [found.isEmpty ? "no list finds anything in them" : "the lists find:"] + found
    }

    private func next(
        _ feed: Feed,
        _ rhythm: Rhythm?,
        _ hints: Schedule.Hints,
        failures: Int,
        _ now: Date
    ) -> [String] {
        let history = Schedule.History(failures: failures, rhythm: rhythm)
        let next = Schedule(configuration.poll).next(for: feed, history, hints: hints, now: now)
        return ["a first poll like this one is followed by another at \(localTime(next.at)): \(next.reason)"]
    }
}
