import FoundationEssentials
import News
import Notifying
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The settings` {
    private func mistakes(_ text: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try Configuration(text: text, path: "tocsin.toml", environment: [:])
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    /// What somebody wrote, and all that is said about it.
    static let rows: [(text: String, mistakes: [String])] = [
        ("", []),
        (
            "watchlist = \"lists\"",
            ["tocsin.toml:1: unknown key watchlist in the settings; did you mean watchlists?"]
        ),
        (
            "[poll]\nmin = \"5m\"\nconcurency = 4\n\n[sttore]\npath = \"x\"",
            [
                "tocsin.toml:3: unknown key concurency in [poll]; did you mean concurrency?",
                "tocsin.toml:5: unknown key sttore in the settings; did you mean store?",
            ]
        ),
        (
            "[poll]\nmin = 5\nmax = \"often\"\nconcurrency = 0",
            [
                "tocsin.toml:2: min in [poll] must be a length of time such as \"90s\", \"5m\", \"6h\" or \"3d\"",
                "tocsin.toml:3: max in [poll] must be a length of time such as \"90s\", \"5m\", \"6h\" or \"3d\"",
                "tocsin.toml:4: concurrency in [poll] must be a whole number from 1 to 1000",
            ]
        ),
        ("[alerts]\nstories = false\n[status]\nurl = \"https://desk.example/tocsin/\"", []),
        (
            "[status]\nurl = \"desk.example\"",
            ["tocsin.toml:2: url in [status] must be an address such as \"https://tocsin.example.org\""]
        ),
        (
            "[poll]\nmin = \"2h\"\nmax = \"1h\"",
            ["tocsin.toml:2: min in [poll] (2h) is longer than max (1h)"]
        ),
        ("[status]\nlisten = \"\"", []),
        ("[status]\nlisten = \"[::1]:80\"", []),
        (
            "[status]\nlisten = \"here\"",
            [
                "tocsin.toml:2: listen must be an address and a port such as \"127.0.0.1:8787\" or "
                    + "\"[::1]:8787\", or \"\""
            ]
        ),
        (
            "[status]\nlisten = \"0.0.0.0:80\"",
            [
                "tocsin.toml:2: listen is an address that others can reach: token_file or token_env must say what "
                    + "they must know"
            ]
        ),
        (
            "[status]\ntoken = \"sesame\"",
            [
                "tocsin.toml:1: token in [status] must have 16 characters or more; make one: openssl rand -hex 24"
            ]
        ),
        (
            "[[feed]]\noutlet = \"DW\"",
            ["tocsin.toml:1: [[feed]] needs url, for example url = \"https://example.org/feed.xml\""]
        ),
        (
            "[[feed]]\nurl = \"example.org/feed\"",
            ["tocsin.toml:2: url must be an address such as https://example.org/feed.xml, or file:name.xml"]
        ),
        (
            "[[feed]]\nurl = \"https://a.org/\"\n[[feed]]\nurl = \"https://a.org/\"\nevery = \"10s\"",
            [
                "tocsin.toml:4: https://a.org/ is listed twice",
                "tocsin.toml:5: every in [[feed]] must be a length of time from 1m to 7d",
            ]
        ),
        (
            "[alerts]\nchannels = [\"consol\"]\ndigest = [\"8:00\", \"25:00\"]\n\n"
                + "[[channel]]\nname = \"console\"\ntype = \"stdout\"",
            [
                "tocsin.toml:2: there is no channel named consol; did you mean console?",
                "tocsin.toml:3: digest in [alerts] must be times such as \"08:00\", not \"25:00\"",
            ]
        ),
        (
            "[alerts]\nquiet_hours = \"23:00\"\ntime_zone = \"Europe/Berln\"\ndigest = []\n"
                + "[[channel]]\nname = \"log\"\ntype = \"stdout\"\nquiet_hours = \"6-7\"\ndigest = \"8\"",
            [
                "tocsin.toml:2: quiet_hours in [alerts] must be two times such as \"23:00-06:00\", or \"\" for none",
                "tocsin.toml:3: there is no time zone Europe/Berln; did you mean Europe/Berlin?",
                "tocsin.toml:4: digest in [alerts] must be times such as [\"08:00\", \"18:00\"]",
                "tocsin.toml:8: quiet_hours in [[channel]] must be two times such as \"23:00-06:00\", or \"\" for none",
                "tocsin.toml:9: digest in [[channel]] must be times such as \"08:00\", not \"8\"",
            ]
        ),
        (
            "[alerts]\noperator = \"desk\"\n[[channel]]\nname = \"log\"\ntype = \"stdout\"",
            ["tocsin.toml:2: there is no channel named desk; known: log"]
        ),
        (
            "[[channel]]\nname = \"log\"\ntype = \"stdout\"\nlists = [\"\"]\nmin_priority = \"top\"",
            [
                "tocsin.toml:4: lists in [[channel]] must name lists, such as [\"ceasefire\", \"sanctions-*\"]",
                "tocsin.toml:5: min_priority in [[channel]] must be one of \"low\", \"normal\", \"high\", \"urgent\"",
            ]
        ),
        (
            "[[channel]]\nname = \"log\"\ntype = \"stdout\"\nmax_age = \"1h\"\nstale_after = \"2h\"\n"
                + "flood = \"30\"\non_update = \"sometimes\"",
            [
                "tocsin.toml:5: stale_after (2h) is longer than max_age (1h), so nothing would ever be late",
                "tocsin.toml:6: flood must be a number of alerts a minute such as \"30/min\", or \"off\"",
                "tocsin.toml:7: on_update in [[channel]] must be one of \"edit\", \"message\", \"none\"",
            ]
        ),
        (
            "[[channel]]\nname = \"log\"\ntype = \"stdout\"\nmax_age = \"31d\"\nstale_after = \"1s\"",
            [
                "tocsin.toml:4: max_age in [[channel]] must be a length of time from 1m to 30d",
                "tocsin.toml:5: stale_after in [[channel]] must be a length of time from 1m to 30d",
            ]
        ),
        (
            "[poll]\nbudget = \"60\"",
            ["tocsin.toml:2: budget must be a number of polls such as \"60/min\", \"500/h\" or \"9000/day\""]
        ),
        (
            "[[feed]]\nurl = \"https://a.org/\"\nevery = \"5m\"\nmax = \"1h\"",
            ["tocsin.toml:4: every pins the interval: max has no meaning beside it"]
        ),
        (
            "[[feed]]\nurl = \"https://a.org/\"\nmin = \"2h\"\nmax = \"1h\"",
            ["tocsin.toml:3: min (2h) is longer than max (1h)"]
        ),
        (
            "[[feed]]\nurl = \"https://a.org/\"\nproxy = \"squid:3128\"\nca_file = \"none.pem\"\nusername = \"me\"",
            [
                "tocsin.toml:3: proxy must be an address such as http://proxy:3128 or socks5h://localhost:9050",
                "tocsin.toml:4: ca_file: none.pem there is no such file",
                "tocsin.toml:5: username needs password_file or password_env",
            ]
        ),
        (
            "[[feed]]\nurl = \"https://a.org/\"\nheaders_file = \"none\"\nuser_agent = \"a\\nb\"",
            [
                "tocsin.toml:3: headers_file: there is no file ./none",
                "tocsin.toml:4: user_agent must be one line of text",
            ]
        ),
        (
            "opml = [\"none.opml\"]",
            ["tocsin.toml:1: opml: none.opml there is no such file"]
        ),
        (
            "[[channel]]\nname = \"a\"\ntype = \"stdout\"\n[[channel]]\nname = \"a\"\ntype = \"stdout\"",
            ["tocsin.toml:5: there are two channels named a"]
        ),
        (
            "name = \"a\"\nname = \"b\"",
            [
                "tocsin.toml:2: column 8: Error while parsing key-value pair: cannot redefine existing string 'name'"
            ]
        ),
    ]

    @Test(arguments: rows)
    func `are read, and every mistake is told`(_ text: String, _ expected: [String]) {
        #expect(mistakes(text) == expected)
    }

    @Test func `that are empty have defaults that ring`() throws {
        let settings = try Configuration(text: "", path: "/etc/tocsin/tocsin.toml", environment: [:])
        #expect(settings.watchlists == "/etc/tocsin/watchlists")
        #expect(settings.storePath == "/etc/tocsin/tocsin.sqlite")
        #expect(settings.channels.map(\.type) == ["stdout"])
        #expect(settings.defaultChannels == ["console"])
        #expect(settings.poll == Configuration.Poll())
    }

    @Test func `say who hears what, and when`() throws {
        let text = """
            [alerts]
            digest = ["18:00", "8:00"]
            quiet_hours = "23:00-06:00"
            time_zone = "Europe/Berlin"
            [[channel]]
            name = "log"
            type = "stdout"
            [[channel]]
            name = "desk"
            type = "stdout"
            lists = ["ceasefire", "sanctions-*"]
            min_priority = "high"
            digest = "09:00"
            quiet_hours = ""
            max_age = "1d"
            """
        let settings = try Configuration(text: text, path: "tocsin.toml", environment: [:])
        let desk = try #require(settings.rules["desk"])
        #expect(desk.lists == [ListPattern("ceasefire"), ListPattern("sanctions-*")])
        #expect(desk.minPriority == .high)
        #expect(desk.digestTimes == [540])
        #expect(desk.maxAge == .seconds(86_400))
        let timetable = settings.timetable
        #expect(timetable.digestTimes == [480, 1_080])
        #expect(timetable.clock == WallClock(zone: "Europe/Berlin"))
        #expect(timetable.quietHours(of: "log") == QuietHours(from: 1_380, to: 360))
        #expect(timetable.quietHours(of: "desk") == .none)
        #expect(
            settings.routing.channels(of: .about("A truce")) == ["log"],
            "it does not matter enough to the desk"
        )
    }

    @Test func `name local feeds by their whole path, from the settings' folder`() throws {
        let text = "[[feed]]\nurl = \"file:sample/a.xml\"\n[[feed]]\nurl = \"file:///b.xml\""
        let settings = try Configuration(text: text, path: "/etc/tocsin/tocsin.toml", environment: [:])
        #expect(settings.feeds.map(\.url) == ["file:///etc/tocsin/sample/a.xml", "file:///b.xml"])
    }

    @Test func `take a private address that is written out for meant`() throws {
        let addresses = ["http://10.0.0.7/f", "http://localhost:8080/f", "https://example.org/f"]
        let text = addresses.map { "[[feed]]\nurl = \"\($0)\"\n" }.joined()
        let settings = try Configuration(text: text, path: "tocsin.toml", environment: [:])
        #expect(settings.feeds.map(\.allowsPrivateAddress) == [true, true, false])
    }

    @Test func `take feeds from lists, their folders as tags, and their own tables before them`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            <opml version="2.0" xmlns:tocsin="urn:tocsin"><body>
            <outline text="World"><outline text="A" xmlUrl="https://a.org/" tocsin:every="5m"/>
            <outline text="B" xmlUrl="https://b.org/" tocsin:every="often"/></outline>
            <outline text="C" xmlUrl="gopher://c.org/"/></body></opml>
            """,
            to: "feeds.opml"
        )
        try folder.write(
            "opml = [\"feeds.opml\"]\n[[feed]]\nurl = \"https://b.org/\"\noutlet = \"Bee\"",
            to: "tocsin.toml"
        )
        let settings = try Configuration.read(path: folder.file("tocsin.toml"), environment: [:])
        #expect(settings.feeds.map(\.outlet) == ["Bee", "A"])
        #expect(settings.feeds.last?.tags == ["World"])
        #expect(settings.feeds.last?.every == .seconds(300))
        #expect(settings.remarks.count == 1 && settings.remarks[0].contains("gopher://c.org/"))
    }

    @Test func `that are missing say what to do`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.read(path: "/nowhere/tocsin.toml", environment: [:])
        }
        #expect(error?.description == "/nowhere/tocsin.toml: there is no such file")
    }
}

@Suite struct `The lines of settings` {
    @Test func `are found through comments, strings and arrays`() {
        let text = """
            # [[feed]]
            a = "x # y"
            b = [
              "[poll]",  # not a table
              "c = 1",
            ]
            [poll]  # a table
            min = '''
            max = 1
            '''
            max = 2
            [[feed]]
            url = 1
            [[feed]]
            "url" = 2
            """
        let lines = KeyLines(text)
        let found = ["a", "b", "poll", "poll.min", "poll.max", "feed.0.url", "feed.1.url", "feed.1.other"]
            .map(lines.line)
        #expect(found == [2, 3, 7, 8, 11, 13, 15, 14])
    }
}
