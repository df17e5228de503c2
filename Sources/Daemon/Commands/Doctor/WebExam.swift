import Feeds
import FoundationEssentials
import News
import Notifying
import Storage
import Web

/// What the doctor finds out there: feeds, channels, and how late it is elsewhere.
struct WebExam {
    /// So many feeds are asked, of hosts that differ: the doctor is no second poller.
    private static let feeds = 5
    /// A clock that differs by more than this is told, and by more than that is a fault.
    private static let (noticed, wrong) = (30.0, 300.0)

    private let configuration: Configuration
    private let now: @Sendable () -> Date

    init(_ configuration: Configuration, now: @escaping @Sendable () -> Date) {
        self.configuration = configuration
        self.now = now
    }

    func findings() async -> [Finding] {
        do {
            let web = try HTTPClient(userAgent: Version.userAgent(contact: configuration.poll.contact))
            let (feeds, clocks) = await askFeeds(web)
            let channels = await askChannels(web)
            await web.shutDown()
            return feeds + [Self.clock(clocks)].compactMap(\.self) + channels
        } catch {
            return [
                Finding("web", .failure, "\(error)", remedy: "look at ca_file, and at the machine's memory")
            ]
        }
    }

    /// What feeds of different hosts answer, and by how much their servers' clocks are ahead.
    private func askFeeds(_ web: HTTPClient) async -> (findings: [Finding], clocks: [Double]) {
        let fetcher = Fetcher(web: web)
        var hosts: Set<String> = []
        let sample = configuration.feeds.filter { feed in
            !feed.url.hasPrefix("file:") && hosts.insert(Feed.host(of: feed.url)).inserted
        }.prefix(Self.feeds)
        var findings: [Finding] = []
        var clocks: [Double] = []
        for feed in sample {
            let access = configuration.access[feed.url] ?? configuration.poll.access
            let request = fetcher.request(feed, access, nil, nil)
            let trouble: Trouble?
            do throws(TransferError) {
                let response = try await web.send(request)
                if let date = response.headers["date"].flatMap(httpDate) {
                    clocks.append(date.timeIntervalSince(now()))
                }
                trouble = Self.trouble(
                    fetcher.answer(response, to: request, isConditional: false, now: now())
                )
            } catch {
                trouble = Trouble(error)
            }
            guard let trouble else { continue }
            findings.append(
                Finding(
                    Self.topic(of: trouble),
                    .failure,
                    "\(feed.url): \(trouble.text)",
                    remedy: trouble.kind.remedy
                        ?? "tocsin feeds check asks all feeds, and looks where they have moved"
                )
            )
        }
        if findings.isEmpty, !sample.isEmpty {
            findings.append(
                Finding("feeds", .fine, "\(sample.count) of different servers were asked, all can be read")
            )
        }
        return (findings, clocks)
    }

    private static func trouble(_ answer: Fetcher.Answer) -> Trouble? {
        switch answer {
        case .failed(let trouble, _): return trouble
        case .unchanged: return nil
        case .body(let body):
            do {
                _ = try parseFeed(body.bytes, url: body.url, contentType: body.contentType)
                return nil
            } catch {
                return Trouble(error, body.bytes, cut: body.cut)
            }
        }
    }

    private static func topic(of trouble: Trouble) -> String {
        switch trouble.kind {
        case .name: "names"
        case .certificate: "certs"
        default: "feeds"
        }
    }

    /// What is to be said of this machine's clock, by how much others are ahead of it; nil where nobody said the time.
    ///
    /// One server's clock may be wrong; the one in the middle rarely is.
    static func clock(_ ahead: [Double]) -> Finding? {
        guard !ahead.isEmpty else { return nil }
        let middle = ahead.sorted()[ahead.count / 2]
        let by = sayRoughly(.seconds(abs(middle)))
        guard abs(middle) > noticed else { return Finding("clock", .fine, "right to within a few seconds") }
        return Finding(
            "clock",
            abs(middle) > wrong ? .failure : .warning,
            "this machine's clock is \(by) \(middle > 0 ? "slow" : "fast")",
            remedy: "let it follow a time server: timedatectl set-ntp true"
        )
    }

    private func askChannels(_ web: HTTPClient) async -> [Finding] {
        var findings: [Finding] = []
        for channel in configuration.channels {
            switch await channel.reach(web: web) {
            case .reached:
                findings.append(
                    Finding("channels", .fine, "\(channel.name): its server answers, nothing was sent")
                )
            case .unreached(let reason):
                findings.append(
                    Finding(
                        "channels",
                        .failure,
                        "\(channel.name): \(reason)",
                        remedy:
                            "what it is owed waits; tocsin send-test \(channel.name) once this is put right"
                    )
                )
            case .untried:
                findings.append(
                    Finding(
                        "channels",
                        .fine,
                        "\(channel.name): only tocsin send-test \(channel.name) can tell"
                    )
                )
            }
        }
        return findings
    }
}
