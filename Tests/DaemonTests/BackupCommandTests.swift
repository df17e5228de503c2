import FoundationEssentials
import Storage
import TestSupport
import Testing

@testable import Daemon

@Suite struct `tocsin backup` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("", to: "tocsin.toml")
    }

    private func command() throws -> BackupCommand {
        try BackupCommand(config: folder.file("tocsin.toml"), environment: [:])
    }

    @Test func `copies the store of a running daemon, and replaces nothing unasked`() throws {
        let running = try SQLiteStore(path: folder.file("tocsin.sqlite"))
        let copy = folder.file("copy.sqlite")
        let first = try command().run(to: copy, isForced: false, json: false)
        #expect(first.status == .fine)
        #expect(first.text.hasPrefix("\(copy): ") && first.text.hasSuffix(" kB, checked\n"))
        let second = try command().run(to: copy, isForced: false, json: false)
        #expect(second == .refusal("\(copy) is there already: name another file, or say --force"))
        #expect(try command().run(to: copy, isForced: true, json: true).text.hasPrefix("{\"bytes\":"))
        try running.close()
    }

    @Test func `makes no copy of what is no store`() throws {
        let copy = folder.file("copy.sqlite")
        let none = try command().run(to: copy, isForced: false, json: false)
        #expect(none.status == .world)
        #expect(none.complaints.first?.hasSuffix("tocsin.sqlite: there is no such file") == true)
        try folder.write("", to: "tocsin.sqlite")
        let empty = try command().run(to: copy, isForced: false, json: false)
        #expect(empty.status == .input)
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

    @Test func `says where nothing can be written`() throws {
        let refused = try command().run(to: folder.file("none/copy.sqlite"), isForced: false, json: false)
        #expect(refused.status == .input)
        #expect(refused.complaints.first?.hasSuffix("/none: No such file or directory") == true)
    }

    static let sizes: [(bytes: Int, text: String)] = [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (122_880, "122 kB"), (3_449_999, "3.4 MB"),
        (98_765_432_100, "98 GB"),
    ]

    @Test(arguments: sizes)
    func `says sizes as people do`(_ bytes: Int, _ text: String) {
        #expect(sizeInWords(bytes) == text)
    }
}
