import FoundationEssentials
import GRDB
import Storage
import TestSupport
import Testing

@Suite struct `Opening a database` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func refusal(_ path: String) -> StoreError? {
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    }

    @Test func `A newer schema is refused with a sentence`() throws {
        let path = folder.file("new.sqlite")
        try SQLiteStore(path: path).close()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(
            refusal(path)?.description == """
                \(path) was written by a newer tocsin (schema 99, this one knows 1): \
                update tocsin, or name another file under [store] path
                """
        )
    }

    @Test func `Another program's database is left alone`() throws {
        let path = folder.file("other.sqlite")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        #expect(refusal(path) == .foreignDatabase(path: path))
    }

    @Test func `A file that is no database is refused`() throws {
        let path = try folder.write(String(repeating: "not a database, ", count: 100), to: "text.sqlite")
        #expect(refusal(path)?.description == "cannot open the database \(path): file is not a database")
    }

    @Test func `A second daemon is kept away, a reader is not`() throws {
        let path = folder.file("tocsin.sqlite")
        let first = try SQLiteStore(path: path)
        #expect(refusal(path) == .inUse(path: path))
        let reader = try SQLiteStore(path: path, exclusive: false)
        try reader.close()
        try first.close()
    }

    @Test func `The folder is made where it is missing`() throws {
        let path = folder.file("new/deep/tocsin.sqlite")
        try SQLiteStore(path: path).close()
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
