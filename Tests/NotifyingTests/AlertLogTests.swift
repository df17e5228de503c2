import FoundationEssentials
import News
import Notifying
import TestSupport
import Testing

@Suite struct `The alert log` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func parcel(_ titles: String..., inDoubt: Bool = false, decision: Decision = .alert) -> Parcel {
        let alerts = titles.map { Alert.about($0) }
        let contents: Parcel.Contents = decision == .digest ? .alerts(alerts, .digest) : .alert(alerts[0])
        return Parcel(id: titles[0], channel: "log", contents, inDoubt: inDoubt)
    }

    private func tell(_ parcel: Parcel, _ log: AlertLog) async throws -> DeliveryOutcome {
        await log.send(try #require(try log.compose(parcel, detail: .full)), now: .start)
    }

    private var titles: [String] {
        struct Line: Decodable {
            struct Content: Decodable { let title: String }
            let data: Content
        }
        return folder.text(of: "alerts.jsonl").split(separator: "\n").map { line in
            (try? JSONDecoder().decode(Line.self, from: Data(line.utf8)))?.data.title
                ?? "not an alert: \(line)"
        }
    }

    @Test func `holds one alert a line, those of a digest too`() async throws {
        let log = try AlertLog(name: "log", path: folder.file("alerts.jsonl"))
        #expect(try await tell(parcel("One"), log) == .delivered())
        #expect(try await tell(parcel("Two", "Three", decision: .digest), log) == .delivered())
        #expect(titles == ["One", "Two", "Three"])
    }

    @Test func `goes on in a new file after the old one was moved away`() async throws {
        let log = try AlertLog(name: "log", path: folder.file("alerts.jsonl"))
        _ = try await tell(parcel("One"), log)
        try FileManager.default.moveItem(
            atPath: folder.file("alerts.jsonl"),
            toPath: folder.file("alerts.jsonl.1")
        )
        _ = try await tell(parcel("Two"), log)
        #expect(titles.isEmpty, "until it is told, it holds on to the file it has")
        let channel: any Channel = log
        try await channel.reopen()
        _ = try await tell(parcel("Three"), log)
        #expect(titles == ["Three"])
        #expect(folder.text(of: "alerts.jsonl.1").split(separator: "\n").count == 2)
    }

    @Test func `does not repeat what a crash left in doubt and was written`() async throws {
        let path = folder.file("alerts.jsonl")
        _ = try await tell(parcel("One"), AlertLog(name: "log", path: path))
        let log = try AlertLog(name: "log", path: path)
        #expect(try await tell(parcel("One", inDoubt: true), log) == .delivered())
        #expect(try await tell(parcel("Two", inDoubt: true), log) == .delivered())
        #expect(titles == ["One", "Two"])
    }

    @Test func `ends a line that a crash cut off, and writes it anew`() async throws {
        let path = try folder.write("{\"data\":{\"title\":\"On", to: "alerts.jsonl")
        let log = try AlertLog(name: "log", path: path)
        _ = try await tell(parcel("One", inDoubt: true), log)
        #expect(titles == ["not an alert: {\"data\":{\"title\":\"On", "One"])
    }

    @Test func `that cannot be opened says why`() throws {
        let path = folder.file("missing/alerts.jsonl")
        let error = #expect(throws: AlertLogError.self) { try AlertLog(name: "log", path: path) }
        #expect(
            error?.description
                == "cannot open the alert log \(path): No such file or directory; check the folder and its permissions"
        )
    }

    @Test func `that cannot be written rests and is in no doubt`() async throws {
        let log = try AlertLog(name: "log", path: "/dev/full")
        guard case .later(nil, let reason, inDoubt: false) = try await tell(parcel("One"), log)
        else {
            Issue.record("a full disk is nobody's fault for long")
            return
        }
        #expect(reason == "cannot write to /dev/full: No space left on device")
    }
}
