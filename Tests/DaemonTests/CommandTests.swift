import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A command given bad input` {
    private let folder: TemporaryFolder
    private let lists: String

    init() throws {
        folder = try TemporaryFolder()
        let names = try folder.write("putin:\n    Putin\n", to: "watchlists/lib/people.names")
        lists = String(names.dropLast("/lib/people.names".count))
        try folder.write("{putin}", to: "watchlists/putin.watch")
        try folder.write("", to: "empty")
        let bytes = (0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 / 7) }
        try Data(bytes).write(to: URL(filePath: folder.file("binary")))
    }

    private func parse(_ name: String, json: Bool = false) -> Output {
        ParseCommand(file: folder.file(name), url: nil, headers: nil, contentType: nil).run(json: json)
    }

    private func match(_ name: String, watchlists: String? = nil, lists names: [String] = []) -> Output {
        MatchCommand(file: folder.file(name), watchlists: watchlists ?? lists, lists: names, explains: false)
            .run(json: true)
    }

    private func check(_ paths: String..., json: Bool = false) -> Output {
        var check = Check(paths: paths.map { folder.file($0) }, environment: [:])
        return check.run(json: json)
    }

    static let files = [
        ("missing", "there is no such file"), ("watchlists", "is a directory; name a file in it"),
        ("empty", "the document is empty"),
        ("binary", "not a feed but binary data; check the address, the site may have moved its feed"),
    ]

    @Test(arguments: files)
    func `says where and what`(_ name: String, _ problem: String) {
        let sentence = "\(folder.file(name)): \(problem)"
        for output in [parse(name), match(name)] {
            #expect(output == Output(complaints: [sentence], status: .input))
        }
        let report = parse(name, json: true)
        #expect(report.status == .input)
        #expect(report.text.hasPrefix("{\"error\":\""))
        #expect(report.text.hasSuffix(",\"ok\":false}\n"))
    }

    @Test func `match says what is wrong with its lists`() throws {
        #expect(
            match("empty", lists: ["putn"]).complaints == ["there is no list putn in \(lists); known: putin"]
        )
        #expect(
            match("empty", watchlists: folder.file("nowhere")).complaints == [
                "\(folder.file("nowhere")): there is no such file",
                "name the folder of your lists with --watchlists",
            ]
        )
        try folder.write("(truce", to: "watchlists/bad.watch")
        #expect(match("empty").complaints.count == 1)
        #expect(match("empty").status == .input)
    }

    @Test func `match names the line that is no item, and goes on`() throws {
        try folder.write(
            """
            {"id": 1, "title": "Putin speaks"}
            {"id": "2", "title": 7}
            not JSON
            {"id": "3", "title": "Putin speaks again"}
            """,
            to: "items.jsonl"
        )
        let output = match("items.jsonl")
        #expect(output.status == .input)
        #expect(
            output.complaints == [
                "\(folder.file("items.jsonl")):2: title must be a text",
                "\(folder.file("items.jsonl")):3: is not a JSON object on one line, "
                    + "such as {\"id\":\"1\",\"title\":\"…\"}",
            ]
        )
        #expect(output.text.split(separator: "\n").count == 2)
    }

    @Test func `check counts every mistake of settings and lists`() throws {
        try folder.write(
            "prioritty: high\nalert: sometimes\nmatch:\n    truce NEAR Kyiv\n    {putn}\n    \"never closed\n",
            to: "watchlists/five.watch"
        )
        try folder.write("[poll]\nmim = \"5m\"\n[store]\npth = \"x\"\n", to: "tocsin.toml")
        let output = check("tocsin.toml")
        #expect(output.status == .input)
        #expect(output.text.isEmpty)
        #expect(output.complaints.count == 8, "two of the settings, five of the list, and their number")
        #expect(output.complaints.last == "7 mistakes")
        let report = check("tocsin.toml", json: true)
        #expect(report.text.hasSuffix("\"ok\":false,\"warnings\":[]}\n"))
    }

    @Test func `check names lists that nobody hears, and lists that channels want and nobody has`() throws {
        let settings = """
            [alerts]
            channels = ["console"]
            [[channel]]
            name = "console"
            type = "stdout"
            lists = ["putn"]
            [[channel]]
            name = "desk"
            type = "stdout"
            lists = ["truce*"]
            min_priority = "high"
            """
        try folder.write(settings, to: "tocsin.toml")
        try folder.write("truce", to: "watchlists/truce.watch")
        let output = check("tocsin.toml")
        #expect(output.status == .input)
        let path = folder.file("tocsin.toml")
        #expect(
            output.complaints == [
                "\(lists)/putin.watch: its alerts reach no channel: it has no \"send to:\", and no channel takes it",
                "\(lists)/truce.watch: its alerts reach no channel: its priority is normal, "
                    + "below the min_priority of desk",
                "\(path): lists of channel console: there is no list putn; did you mean putin?",
                "2 mistakes, 1 warning",
            ]
        )
    }

    @Test func `check knows what it is given`() throws {
        #expect(
            check("binary").complaints.first?.hasSuffix(
                "neither a folder nor a file that ends in .watch, .names or .toml"
            ) == true
        )
        #expect(check("nowhere").complaints.first?.hasSuffix(": there is no such file") == true)
        #expect(check("watchlists/lib/people.names").text.hasSuffix("people.names: names; 0 examples hold\n"))
        #expect(check("watchlists").text == "\(lists): putin; 0 examples hold\n")
        try folder.write("a:\n    {b}\nb:\n    {a}\n", to: "watchlists/lib/circle.names")
        #expect(check("watchlists/lib/circle.names").complaints.count == 2)
    }
}

@Suite struct `A command` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("cease-fire NEAR/9 Kyiv", to: "watchlists/truce.watch")
    }

    @Test func `match prints what its contract says`() throws {
        let item =
            #"{"id":"a","title":"🕊 Kyiv: <b>cease‑fire</b> &amp; talks","published":"2025-07-21T10:00:00Z"}"#
        let file = try folder.write(item + "\n{\"id\":\"b\",\"title\":\"Nothing\"}\n", to: "items.jsonl")
        let command = MatchCommand(
            file: file,
            watchlists: folder.file("watchlists"),
            lists: [],
            explains: false
        )
        #expect(
            command.run(json: true)
                == Output(
                    """
                    {"hits":[{"at":"truce.watch:1","decision":"alert","level":"title","line":"cease-fire NEAR/9 Kyiv",\
                    "list":"truce","spans":[{"field":"title","length":4,"start":2,"text":"Kyiv"},\
                    {"field":"title","length":10,"start":8,"text":"cease‑fire"}]}],"id":"a"}
                    {"hits":[],"id":"b"}

                    """
                )
        )
        #expect(command.run(json: false).text.hasSuffix("\n2 items, 1 hit\n"))
    }

    @Test func `match explains a silence`() throws {
        let file = try folder.write("{\"id\":\"a\",\"title\":\"A ceasefire\"}", to: "items.jsonl")
        let command = MatchCommand(
            file: file,
            watchlists: folder.file("watchlists"),
            lists: [],
            explains: true
        )
        #expect(
            command.run(json: false).text == """
                truce: silent: no line holds, but some nearly do
                    nearly  truce.watch:1  cease-fire NEAR/9 Kyiv
                        missing: Kyiv
                1 item, 0 hits

                """
        )
    }

    @Test func `parse shows a feed to a person, and takes headers from a file`() throws {
        let bytes =
            Array("<rss><channel><title>".utf8) + [0xCF, 0xF0, 0xE8] + Array("</title></channel></rss>".utf8)
        let file = folder.file("feed.xml")
        try Data(bytes).write(to: URL(filePath: file))
        let headers = try folder.write(
            "HTTP/1.1 200\r\nContent-Type:  text/xml; charset=windows-1251\r\n",
            to: "headers"
        )
        let command = ParseCommand(file: file, url: nil, headers: headers, contentType: nil)
        #expect(command.run(json: false).text.hasPrefix("\(file): При (rss"))
        #expect(command.run(json: true).text.contains("\"encoding\":\"windows-1251\""))
    }
}
