import FoundationEssentials
import Glibc
import TestSupport
import Testing
import Web

@Suite struct `A local file` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("<rss/>", to: "feed.xml")
        try folder.write("<rss/>", to: "two words.xml")
    }

    @Test(arguments: [
        "file://BASE/feed.xml", "file://localhost BASE/feed.xml", "file:BASE/feed.xml", "FILE:feed.xml",
        "file:./feed.xml", "file:two%20words.xml", "file:two words.xml",
    ])
    func `is named in several ways`(_ form: String) throws {
        let url = form.replacing(" BASE", with: folder.path).replacing("BASE", with: folder.path)
        let result = try readLocalFile(url, relativeTo: folder.path, limit: 100, unlessMatching: nil)
        guard case .contents(let bytes, _) = result else { return #expect(Bool(false), "\(result)") }
        #expect(bytes == Array("<rss/>".utf8))
    }

    @Test func `is not read again while it is as it was`() throws {
        let validator = try validator()
        #expect(try readLocalFile(url("feed.xml"), limit: 100, unlessMatching: validator) == .unchanged)
        try folder.write("<rss></rss>", to: "feed.xml")
        #expect(try self.validator() != validator)
    }

    @Test func `is read again after another took its place`() throws {
        let validator = try validator()
        try folder.write("<rdf/>", to: "new.xml")
        #expect(rename(folder.file("new.xml"), folder.file("feed.xml")) == 0)
        #expect(try self.validator() != validator)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let url: String
        let message: String

        var testDescription: String { url }
    }

    static let rows = [
        Row(url: "file:missing.xml", message: "BASE/missing.xml does not exist"),
        Row(url: "file:.", message: "BASE/. is a directory; name a file in it"),
        Row(url: "file:pipe", message: "BASE/pipe is a pipe; name a regular file"),
        Row(url: "file:///dev/null", message: "/dev/null is a device; name a regular file"),
        Row(url: "file:large", message: "BASE/large is larger than 100 bytes"),
        Row(
            url: "file://server/feed.xml",
            message: "file://server/feed.xml names another machine; write file:///path or file:path"
        ),
        Row(url: "file:a%zz", message: "file:a%zz is not a file's address; write file:///path or file:path"),
    ]

    @Test(arguments: rows)
    func `is refused with a reason`(_ row: Row) throws {
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        try folder.write(String(repeating: "x", count: 101), to: "large")
        do throws(TransferError) {
            _ = try readLocalFile(row.url, relativeTo: folder.path, limit: 100, unlessMatching: nil)
            Issue.record("was read")
        } catch {
            #expect("\(error)".replacing(folder.path, with: "BASE") == row.message)
        }
    }

    private func url(_ name: String) -> String { "file://" + folder.file(name) }

    private func validator() throws -> String {
        switch try readLocalFile(url("feed.xml"), limit: 100, unlessMatching: nil) {
        case .contents(_, let validator): validator
        case .unchanged: ""
        }
    }
}
