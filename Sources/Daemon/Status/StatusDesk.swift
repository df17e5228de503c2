import FoundationEssentials
import Logging
import Matching
import News
import Notifying
import Storage

/// Answers what is asked of the status port: who may ask, and which page a path means.
struct StatusDesk: Sendable {
    /// A page, or several whose paths begin alike.
    struct Route: Sendable {
        /// The path; one that ends in `/*` stands for any single part in that place.
        var path: String
        /// Makes the answer.
        var answer: @Sendable (StatusDesk, StatusRequest) async throws -> StatusResponse

        func leads(to path: String) -> Bool {
            guard self.path.hasSuffix("*") else { return self.path == path }
            let rest = path.dropFirst(self.path.count - 1)
            return path.hasPrefix(self.path.dropLast()) && !rest.isEmpty && !rest.contains("/")
        }
    }

    /// All that can be asked for.
    static let routes = [
        Route(path: "/") { desk, _ in
            .page(FrontPage(facts: try await desk.facts(), outlets: desk.outlets, desk.clock).html)
        },
        Route(path: "/alerts") { desk, request in try await desk.alerts(request) },
        Route(path: "/feeds") { desk, request in try await desk.feeds(request) },
        Route(path: "/stories") { desk, _ in try await desk.stories() },
        Route(path: "/story/*") { desk, request in try await desk.story(request) },
        Route(path: "/alerts.atom") { desk, request in try await desk.atom(request) },
        Route(path: "/alerts.json") { desk, request in try await desk.jsonFeed(request) },
        Route(path: "/metrics") { desk, _ in try await desk.exposition() },
        Route(path: "/healthz") { _, _ in StatusResponse("alive\n") },
        Route(path: "/readyz") { desk, _ in try await desk.readiness() },
        Route(path: "/style.css") { _, _ in StatusResponse(Stylesheet.text, type: "text/css; charset=utf-8")
        },
        Route(path: "/icon.svg") { _, _ in StatusResponse(Stylesheet.icon, type: "image/svg+xml") },
    ]

    let current: Current
    let store: SQLiteStore
    let metrics: Metrics
    let logger: Logger
    let now: @Sendable () -> Date

    /// The clocks that moments are shown by.
    var clock: WallClock { current.value.configuration.timetable.clock }

    /// Answers a request.
    func answer(_ request: StatusRequest) async -> StatusResponse {
        let token = current.value.configuration.status.token
        if let refusal = Gatekeeper(token: token).refusal(of: request) { return refusal }
        guard let route = Self.routes.first(where: { $0.leads(to: request.path) }) else {
            return .page(Layout.message("There is no such page.", "tocsin"), status: 404)
        }
        do {
            return try await route.answer(self, request)
        } catch {
            logger.error(
                "a status page cannot be made",
                metadata: ["path": "\(route.path)", "reason": "\(error)"]
            )
            return StatusResponse("The store does not answer; the log says more.\n", status: 503)
        }
    }

    /// What the front page tells.
    func facts() async throws -> StatusFacts {
        let house = current.value
        return try await StatusFacts(
            of: store,
            lists: listNames,
            channels: house.channels.map(\.name),
            mistakes: house.mistakes,
            now: now()
        )
    }

    /// The lists' names by their ids.
    var listNames: [String: String] {
        let watches = current.value.newsdesk.reader.watchlist.watches
        return Dictionary(watches.map { ($0.id, $0.name) }) { first, _ in first }
    }

    private func readiness() async throws -> StatusResponse {
        _ = try await store.feedCounts()
        return StatusResponse("ready\n")
    }

    private func exposition() async throws -> StatusResponse {
        let house = current.value
        let gauges = Exposition.Gauges(
            feeds: try await store.feedCounts(),
            channels: try await store.statuses(ofChannels: house.channels.map(\.name), now: now()),
            lists: house.newsdesk.reader.watchlist.watches.count,
            mistakes: house.mistakes.count,
            storeBytes: fileSize(house.configuration.storePath)
                + fileSize(house.configuration.storePath + "-wal"),
            process: ProcessFacts(),
            now: now()
        )
        return StatusResponse(
            Exposition(metrics.snapshot, gauges).text,
            type: "text/plain; version=0.0.4; charset=utf-8"
        )
    }
}
