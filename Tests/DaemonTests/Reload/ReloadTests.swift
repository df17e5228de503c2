import FoundationEssentials
import Glibc
import Logging
import News
import Storage
import TestSupport
import Testing

@testable import Daemon

/// Ways in which people and programs write files, each of which ends with a list `armistice` beside `truce`.
enum WayOfWriting: String, CaseIterable, CustomTestStringConvertible {
    case inPlace = "a file is written in place"
    case renamedOver = "a draft is renamed over the file"
    case inTwoParts = "a file is emptied and written in two parts"
    case asVimDoes = "the file is moved away as a backup, and written anew"
    case manyAtOnce = "many files are written at once"
    case configMap = "a link to a folder is swapped, as Kubernetes does with config maps"
    case newLibrary = "a folder with names appears"
    case newFolder = "the whole folder is moved in"

    var testDescription: String { rawValue }

    /// What must be there before the daemon starts.
    func prepare(_ folder: TemporaryFolder) throws {
        guard self == .configMap else { return }
        try folder.write("truce", to: "watchlists/..1/truce.watch")
        try folder.write("(armistice", to: "watchlists/..1/armistice.watch")
        unlink(folder.file("watchlists/truce.watch"))
        symlink("..1", folder.file("watchlists/..data"))
        for name in ["truce", "armistice"] {
            symlink("..data/\(name).watch", folder.file("watchlists/\(name).watch"))
        }
    }

    func write(_ folder: TemporaryFolder) throws {
        let list = folder.file("watchlists/armistice.watch")
        switch self {
        case .inPlace:
            try write("armistice", to: list)
        case .renamedOver:
            try write("armistice", to: folder.file("watchlists/.armistice.watch.tmp"))
            rename(folder.file("watchlists/.armistice.watch.tmp"), list)
        case .inTwoParts:
            let file = open(list, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            defer { close(file) }
            for part in ["(armis", "tice)"] { Glibc.write(file, part, part.utf8.count) }
        case .asVimDoes:
            try write("(armis", to: list)
            try write("123", to: folder.file("watchlists/4913"))
            unlink(folder.file("watchlists/4913"))
            rename(list, list + "~")
            try write("armistice", to: list)
            unlink(list + "~")
        case .manyAtOnce:
            for number in 0..<50 {
                try folder.write("truce \(number)", to: "watchlists/list\(number).watch")
            }
            try write("armistice", to: list)
        case .configMap:
            try folder.write("truce", to: "watchlists/..2/truce.watch")
            try folder.write("armistice", to: "watchlists/..2/armistice.watch")
            symlink("..2", folder.file("watchlists/..data_tmp"))
            rename(folder.file("watchlists/..data_tmp"), folder.file("watchlists/..data"))
        case .newLibrary:
            try folder.write("ending:\n    armistice\n", to: "watchlists/lib/war.names")
            try write("armistice", to: list)
        case .newFolder:
            try folder.write("truce", to: "new/truce.watch")
            try folder.write("armistice", to: "new/armistice.watch")
            rename(folder.file("watchlists"), folder.file("old"))
            rename(folder.file("new"), folder.file("watchlists"))
        }
    }

    private func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(file >= 0)
        Glibc.write(file, text, text.utf8.count)
        close(file)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `Files that change under a running daemon` {
    private func running(_ newsroom: Newsroom, _ work: () async throws -> Void) async throws {
        let daemon = try await newsroom.daemon()
        let task = Task { try await daemon.run(signals: false) }
        await newsroom.journal.wait(for: "files are watched")
        do {
            try await work()
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        try await task.value
    }

    private func lines(_ newsroom: Newsroom, _ mark: String) -> [String] {
        newsroom.journal.all.filter { $0.contains(mark) }
    }

    @Test(arguments: WayOfWriting.allCases)
    func `are taken up once, when all is written`(_ way: WayOfWriting) async throws {
        let newsroom = try Newsroom(logLevel: .debug)
        try way.prepare(newsroom.folder)
        try await running(newsroom) {
            let told = newsroom.journal.all.count
            try way.write(newsroom.folder)
            // Time stands still until all is written and the first of it was heard of.
            await newsroom.journal.wait(for: "a file has changed")
            newsroom.pass(10)
            await newsroom.journal.wait(for: "tocsin reloaded")
            #expect(!newsroom.journal.all.dropFirst(told).contains { $0.contains("mistake") })
        }
        let reloads = lines(newsroom, "tocsin reloaded")
        #expect(reloads.count == 1)
        #expect(reloads.last?.contains("armistice") == true)
    }

    @Test func `are told once where they have a mistake, and the old settings stay`() async throws {
        let newsroom = try Newsroom(settings: "[alerts]\noperator = \"log\"", logLevel: .debug)
        func save(_ settings: String, until mark: String) async throws {
            let heard = lines(newsroom, "a file has changed").count
            try newsroom.write(settings: settings)
            await newsroom.journal.wait(for: "a file has changed", times: heard + 1)
            newsroom.pass(10)
            await newsroom.journal.wait(for: mark)
        }
        try await running(newsroom) {
            try await save("[pol]\n# one", until: "the old settings stay in force")
            try await save("[pol]\n# one, two", until: "the same mistake")
            try await save("[alerts]\noperator = \"log\"\n# three", until: "tocsin reloaded")
        }
        #expect(lines(newsroom, "the old settings stay in force").count == 1)
        let store = try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"), exclusive: false)
        let notices = try await store.outbox(channel: "log", states: [.queued, .delivered], limit: 10)
        #expect(notices.map(\.title) == ["tocsin: the new settings have a mistake"])
    }

    @Test func `may be ones that were missing`() async throws {
        let newsroom = try Newsroom(logLevel: .debug)
        let hook = "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl_file = \"secrets/url\"\n"
        try await running(newsroom) {
            try newsroom.write(settings: hook)
            await newsroom.journal.wait(for: "a file has changed")
            newsroom.pass(10)
            await newsroom.journal.wait(for: "there is no file")
            let heard = lines(newsroom, "a file has changed").count
            try newsroom.folder.write("https://example.org/", to: "secrets/url", mode: 0o600)
            await newsroom.journal.wait(for: "a file has changed", times: heard + 1)
            newsroom.pass(10)
            await newsroom.journal.wait(for: "channels=log hook")
        }
    }

    @Test func `may take a channel away and bring it back: what it is owed waits`() async throws {
        let newsroom = try Newsroom(logLevel: .debug)
        let hook =
            "[[channel]]\nname = \"hook\"\ntype = \"webhook\"\nurl = \"\(newsroom.server.url("/hook"))\"\n"
        try newsroom.write(settings: hook)
        newsroom.reply(.text("", status: 503), at: "/hook")
        newsroom.serve("A truce")
        func save(_ settings: String, until mark: String) async throws {
            let heard = lines(newsroom, "a file has changed").count
            try newsroom.write(settings: settings)
            await newsroom.journal.wait(for: "a file has changed", times: heard + 1)
            newsroom.pass(10)
            await newsroom.journal.wait(for: mark)
        }
        try await running(newsroom) {
            await newsroom.journal.wait(for: "channel rests")
            try await save("", until: "tocsin reloaded channels=log feeds")
            newsroom.reply(.text(""), at: "/hook")
            try await save(hook, until: "tocsin reloaded channels=log hook")
            await newsroom.journal.wait(for: "channel is well again")
        }
        let store = try SQLiteStore(path: newsroom.folder.file("tocsin.sqlite"), exclusive: false)
        let told = try await store.outbox(channel: "hook", states: [.delivered], limit: 10)
        #expect(told.map(\.title) == ["A truce"])
    }
}
