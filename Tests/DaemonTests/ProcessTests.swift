import Foundation
import TestSupport
import Testing

/// The program itself, as a shell starts it; all else is tested without a process.
@Suite(.timeLimit(.minutes(10))) struct `The program` {
    private struct Ending: Equatable {
        var status: Int32
        var output: String
    }

    /// The executable lies beside the tests.
    private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "tocsin")

    private func start(
        _ arguments: [String],
        in folder: TemporaryFolder,
        output: Pipe,
        errors: Any = FileHandle.nullDevice
    ) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return process
    }

    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> Ending {
        try run(arguments, in: folder)
    }

    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Ending {
        let output = Pipe()
        let process = try start(arguments, in: folder, output: output)
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Ending(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }

    private func read(_ pipe: Pipe, until mark: String) throws -> String {
        var text = ""
        while !text.contains(mark) {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the daemon ended early: \(text)")
            text += String(decoding: more, as: UTF8.self)
        }
        return text
    }

    @Test func `ends as its command line says`() throws {
        let folder = try TemporaryFolder()
        #expect(try run("version", in: folder) == Ending(status: 0, output: "tocsin 0.1.0\n"))
        #expect(try run("--help", in: folder).output.contains("SUBCOMMANDS:"))
        #expect(try run("frobnicate", in: folder).status == 2)
        #expect(try run("parse", in: folder).status == 2)
        #expect(try run("parse", "missing", in: folder) == Ending(status: 1, output: ""))
        #expect(try run("run", in: folder).status == 1)
        try folder.write("truce", to: "watchlists/a.watch")
        try folder.write("{\"title\":\"A truce\"}", to: "items")
        for words in [
            ["--list", "a", "items"], ["--list", "a,a", "items"], ["items", "--list", "a", "--list", "a"],
        ] {
            #expect(try run(["match"] + words, in: folder).output.hasSuffix("1 item, 1 hit\n"), "\(words)")
        }
    }

    @Test func `rings, and ends well when it is told to`() throws {
        let folder = try TemporaryFolder()
        try folder.write("ceasefire", to: "watchlists/mine.watch")
        try folder.write(
            "<rss><channel><item><title>Ceasefire</title></item></channel></rss>",
            to: "feed.xml"
        )
        try folder.write("[[feed]]\nurl = \"file:feed.xml\"\nlookback = \"36500d\"\n", to: "tocsin.toml")
        let output = Pipe()
        let process = try start(["run"], in: folder, output: output)
        let text = try read(output, until: "why: ")
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(process.terminationReason == .exit)
        #expect(text.hasPrefix("NORMAL  Ceasefire\n        mine · feed.xml · undated · alert "))
        #expect(try run("run", "--once", in: folder) == Ending(status: 0, output: ""), "it rang before")
        #expect(try run("alerts", "list", in: folder).output.hasSuffix("  mine: Ceasefire (feed.xml)\n"))
        #expect(
            try run("outbox", "list", in: folder)
                == Ending(status: 0, output: "the outbox is empty: everything was delivered\n")
        )
    }

    @Test func `takes up lists and a moved log on SIGHUP, and keeps the old on a mistake`() throws {
        let folder = try TemporaryFolder()
        try folder.write("ceasefire", to: "watchlists/mine.watch")
        let settings = "[[channel]]\nname = \"log\"\ntype = \"file\"\npath = \"alerts.jsonl\"\n"
        try folder.write(settings, to: "tocsin.toml")
        let errors = Pipe()
        let process = try start(["run"], in: folder, output: Pipe(), errors: errors)
        defer { process.terminate() }
        #expect(try read(errors, until: "tocsin starts").contains("lists=mine"))

        try FileManager.default.moveItem(atPath: folder.file("alerts.jsonl"), toPath: folder.file("alerts.1"))
        try folder.write("truce", to: "watchlists/other.watch")
        kill(process.processIdentifier, SIGHUP)
        #expect(try read(errors, until: "tocsin reloaded").contains("lists=\"mine other\""))
        #expect(FileManager.default.fileExists(atPath: folder.file("alerts.jsonl")))

        try folder.write("[pol]\n", to: "tocsin.toml")
        kill(process.processIdentifier, SIGHUP)
        let text = try read(errors, until: "the old settings stay in force")
        #expect(text.contains("unknown key pol in the settings; did you mean poll?"))
        #expect(process.isRunning)
    }
}
