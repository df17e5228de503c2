import FoundationEssentials
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `The status desk` {
    /// What a newsroom that has rung once answers.
    private func ask(
        _ path: String,
        query: [String: String] = [:],
        _ headers: [String: String] = [:]
    ) async throws
        -> StatusResponse
    {
        let newsroom = try Newsroom()
        newsroom.serve("calm")
        try await newsroom.round()
        newsroom.pass(3_600)
        newsroom.serve("calm", "a truce &lt;holds&gt;")
        let daemon = try await newsroom.daemon()
        _ = try await daemon.runOnce()
        return await ask(daemon, path, query: query, headers)
    }

    private func ask(
        _ daemon: Daemon,
        _ path: String,
        query: [String: String] = [:],
        _ headers: [String: String] = [:]
    ) async -> StatusResponse {
        var request = StatusRequest(path: path, headers: headers.merging(["host": "localhost:1"]) { $1 })
        request.query = query
        return await daemon.desk?.answer(request) ?? StatusResponse("", status: 599)
    }

    static let pages: [(path: String, status: Int, type: String, holds: String)] = [
        ("/", 200, "text/html", "All is well."),
        ("/", 200, "text/html", "a <mark>truce</mark> &lt;holds&gt;"),
        ("/", 200, "text/html", "truce.watch:1"),
        ("/alerts", 200, "text/html", "a <mark>truce</mark> &lt;holds&gt;"),
        ("/feeds", 200, "text/html", "1 feed, all of them well."),
        ("/alerts.atom", 200, "application/atom+xml", "<title>a truce &lt;holds&gt;</title>"),
        (
            "/alerts.atom", 200, "application/atom+xml",
            "a &lt;mark&gt;truce&lt;/mark&gt; &amp;lt;holds&amp;gt;"
        ),
        ("/alerts.atom", 200, "application/atom+xml", "href=\"http://localhost:1/alerts.atom\""),
        ("/alerts.json", 200, "application/feed+json", "\"version\":\"https://jsonfeed.org/version/1.1\""),
        ("/alerts.json", 200, "application/feed+json", "\"at\":\"truce.watch:1\""),
        ("/metrics", 200, "text/plain; version=0.0.4", "tocsin_polls_total{outcome=\"read\"} 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_alerts_total{list=\"truce\",decision=\"alert\"} 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_hits_total{list=\"truce\"} 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_items_total 2\n"),
        ("/metrics", 200, "text/plain", "tocsin_items_unseen_total 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_deliveries_total{channel=\"log\",outcome=\"delivered\"} 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_alert_latency_seconds_count{channel=\"log\"} 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_outbox_deliveries{channel=\"log\"} 0\n"),
        ("/metrics", 200, "text/plain", "tocsin_feeds 1\n"),
        ("/metrics", 200, "text/plain", "tocsin_settings_good 1\n"),
        ("/healthz", 200, "text/plain", "alive"),
        ("/readyz", 200, "text/plain", "ready"),
        ("/style.css", 200, "text/css", "prefers-color-scheme: dark"),
        ("/icon.svg", 200, "image/svg+xml", "<svg"),
        ("/nowhere", 404, "text/html", "There is no such page."),
        ("/alerts/", 404, "text/html", "There is no such page."),
    ]

    @Test(arguments: pages)
    func `answers`(_ row: (path: String, status: Int, type: String, holds: String)) async throws {
        let answer = try await ask(row.path)
        #expect(answer.status == row.status)
        #expect(answer.type.hasPrefix(row.type))
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.contains(row.holds), "\(text)")
    }

    @Test func `pages hold no script, no style of their own and nothing from elsewhere`() async throws {
        for path in ["/", "/alerts", "/feeds"] {
            let text = String(decoding: try await ask(path).body, as: UTF8.self)
            for forbidden in ["<script", "style=", "<style", "src=", "@import"] {
                #expect(!text.contains(forbidden), "\(path) has \(forbidden)")
            }
        }
    }

    @Test func `an alert feed names the address of the settings, where there is one`() async throws {
        let newsroom = try Newsroom(settings: "[status]\nlisten = \"\"\nurl = \"https://desk.example/\"")
        let feed = await ask(try await newsroom.daemon(), "/alerts.atom")
        #expect(
            String(decoding: feed.body, as: UTF8.self).contains("href=\"https://desk.example/alerts.atom\"")
        )
    }

    @Test func `an alert feed that has not changed is not sent again`() async throws {
        let newsroom = try Newsroom()
        let daemon = try await newsroom.daemon()
        let tag = try #require(await ask(daemon, "/alerts.atom")["ETag"])
        let again = await ask(daemon, "/alerts.atom", ["if-none-match": tag])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        #expect(await ask(daemon, "/alerts.atom", ["if-none-match": "\"other\""]).status == 200)
    }

    @Test func `numbers that are none do no harm`() async throws {
        for number in ["-1", "x", "99999999999999999999", ""] {
            #expect(try await ask("/alerts", query: ["before": number]).status == 200)
            #expect(try await ask("/feeds", query: ["from": number]).status == 200)
        }
    }

    static let routes: [(pattern: String, path: String, leads: Bool)] = [
        ("/", "/", true), ("/", "/feeds", false), ("/feeds", "/feeds", true), ("/feeds", "/feeds/", false),
        ("/story/*", "/story/7", true), ("/story/*", "/story/", false), ("/story/*", "/story", false),
        ("/story/*", "/story/7/8", false),
    ]

    @Test(arguments: routes)
    func `a path leads to its page`(_ row: (pattern: String, path: String, leads: Bool)) {
        let route = StatusDesk.Route(path: row.pattern) { _, _ in StatusResponse("") }
        #expect(route.leads(to: row.path) == row.leads)
    }

    @Test func `a refused reload is counted, and so is one that is taken up`() async throws {
        let newsroom = try Newsroom()
        let daemon = try await newsroom.daemon()
        try newsroom.write(settings: "[sttore]")
        await daemon.reload()
        let refused = String(decoding: await ask(daemon, "/metrics").body, as: UTF8.self)
        #expect(refused.contains("tocsin_settings_good 0\n"))
        #expect(refused.contains("tocsin_reloads_total{result=\"refused\"} 1\n"))
        try newsroom.write(settings: "")
        await daemon.reload()
        let takenUp = String(decoding: await ask(daemon, "/metrics").body, as: UTF8.self)
        #expect(takenUp.contains("tocsin_settings_good 1\n"))
        #expect(takenUp.contains("tocsin_reloads_total{result=\"taken-up\"} 1\n"))
    }

    @Test func `a feed that fails is told on the page and counted`() async throws {
        let newsroom = try Newsroom()
        newsroom.reply(.text("", status: 404), at: "/feed")
        let daemon = try await newsroom.daemon()
        _ = try await daemon.runOnce()
        let page = String(decoding: await ask(daemon, "/").body, as: UTF8.self)
        #expect(page.contains("Working, with troubles."))
        #expect(page.contains("1 feed is not well"))
        let numbers = String(decoding: await ask(daemon, "/metrics").body, as: UTF8.self)
        #expect(numbers.contains("tocsin_poll_failures_total{ailment=\"not-found\"} 1\n"))
        #expect(numbers.contains("tocsin_feeds_unwell{ailment=\"not-found\"} 1\n"))
    }
}

@Suite struct `A histogram` {
    static let rows: [(length: Duration, step: Int, because: String)] = [
        (.zero, 0, "nothing"), (.seconds(1), 0, "just the first step's end"),
        (.milliseconds(1_001), 1, "above it"),
        (.seconds(10), 1, "just the last step's end"), (.seconds(11), 2, "above all steps"),
    ]

    @Test(arguments: rows)
    func `counts a length in its step`(_ row: (length: Duration, step: Int, because: String)) {
        var histogram = Histogram([1, 10])
        histogram.observe(row.length)
        #expect(histogram.counts.firstIndex(of: 1) == row.step, "\(row.because)")
        #expect(histogram.counts.reduce(0, +) == 1)
    }
}
