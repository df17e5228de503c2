import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `A watch of files` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What is told while work is done in a folder, up to a mark at its end.
    private func told(
        _ watched: [String: WatchedFolder],
        _ work: () throws -> Void
    ) async throws -> [String] {
        let (paths, continuation) = AsyncStream<String>.makeStream()
        let watch = try FileWatch { continuation.yield($0) }
        var watched = watched
        watched[folder.path, default: WatchedFolder()].names.insert("mark")
        #expect(watch.watch(watched) == [])
        try work()
        try folder.write("", to: "mark")
        var told: [String] = []
        for await path in paths {
            if path.hasSuffix("/mark") { break }
            told.append(String(path.dropFirst(folder.path.count + 1)))
        }
        return told
    }

    @Test func `tells what matters, and nothing of what lies beside it`() async throws {
        let told = try await told([folder.path: WatchedFolder(names: ["a.toml"], endings: [".watch"])]) {
            for name in ["a.toml", "b.toml", "x.watch", ".x.watch.swp", "tocsin.sqlite-wal"] {
                try folder.write("new", to: name)
            }
        }
        #expect(Set(told) == ["a.toml", "x.watch"])
    }

    @Test func `tells a file that is being written once it is closed`() async throws {
        let path = folder.file("a.toml")
        let (paths, continuation) = AsyncStream<String>.makeStream()
        let watch = try FileWatch { continuation.yield($0) }
        _ = watch.watch([folder.path: WatchedFolder(names: ["a.toml", "b.toml"])])
        let file = open(path, O_WRONLY | O_CREAT, 0o644)
        write(file, "half", 4)
        symlink("nowhere", folder.file("b.toml"))
        var reader = paths.makeAsyncIterator()
        #expect(await reader.next() == folder.file("b.toml"), "the other one is still open")
        close(file)
        #expect(await reader.next() == path)
    }

    @Test func `says which folders it cannot watch`() throws {
        let watch = try FileWatch { _ in }
        #expect(
            watch.watch([folder.file("none"): WatchedFolder()]) == [
                "\(folder.file("none")): No such file or directory"
            ]
        )
    }

    @Test func `follows every link on the way to a file`() throws {
        try folder.write("", to: "conf/2/tocsin.toml")
        symlink("2", folder.file("conf/current"))
        symlink("../conf/current/tocsin.toml", folder.file("conf/link.toml"))
        let origins = Origins(
            files: [folder.file("conf/link.toml"): nil, folder.file("absent/secret"): nil],
            folders: []
        )
        let watched = origins.watchedFolders.mapValues { $0.names.sorted() }
        #expect(
            watched == [
                folder.file("conf"): ["current", "link.toml"],
                folder.file("conf/2"): ["tocsin.toml"],
                folder.path: ["absent"],
            ]
        )
    }
}
