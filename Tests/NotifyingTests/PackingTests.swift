import FoundationEssentials
import News
import TestSupport
import Testing
import Web

@testable import Notifying

@Suite struct `Packing` {
    /// A channel whose messages hold so many letters.
    private struct Box: Channel {
        let name = "box"
        let room: Int
        var manners: Manners { Manners(destination: "box", capacity: 10) }

        func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
            let size = parcel.ids.count * [10, 5, 2][detail.rawValue]
            return size > room
                ? nil : Message(parcel, body: [UInt8(parcel.ids.count), UInt8(detail.rawValue)])
        }

        func send(_ message: Message, now: Date) async -> DeliveryOutcome { .delivered() }
    }

    static let rows: [(alerts: Int, room: Int, count: Int?, detail: Detail, because: String)] = [
        (3, 100, 3, .full, "all fit"), (40, 1_000, 10, .full, "the channel takes ten"),
        (8, 60, 5, .full, "the first five"),
        (2, 10, 1, .full, "one at a time before less is said"), (2, 7, 1, .short, "one, and less of it"),
        (1, 3, 1, .headline, "its headline"), (1, 1, nil, .headline, "not even that"),
    ]

    @Test(arguments: rows)
    func `takes what fits, in order`(
        _ alerts: Int,
        _ room: Int,
        _ count: Int?,
        _ detail: Detail,
        _ because: String
    ) throws {
        let parcel = Parcel(id: "1", channel: "box", .alerts((0..<alerts).map { .about("\($0)") }, .news))
        let packed = try Box(room: room).pack(parcel)
        #expect(packed?.count == count, "\(because)")
        if let count {
            #expect(packed?.message.body == [UInt8(count), UInt8(detail.rawValue)], "\(because)")
        }
    }
}

@Suite struct `The messages of a parcel` {
    private static let notices = (0..<100).map { number in
        Notice(
            kind: "gone",
            feedURL: "https://f\(number).example",
            title: "Feed \(number) is gone",
            text: "It answered 410.",
            occasion: "1",
            found: .start
        )
    }

    @Test(arguments: Setup.names)
    func `tell everything, in order, each with an id of its own`(_ name: String) async throws {
        let web = try HTTPClient(userAgent: "tocsin/test")
        let channel = try Setup.channel(name, web: web)
        let alerts = (0..<30).map { Alert.about("Truce number \($0)") }
        for contents in [
            Parcel.Contents.notices(Self.notices), .alerts(alerts, .quietHours), .alerts(alerts, .news),
        ] {
            let parcel = Parcel(id: "1", channel: "desk", contents)
            let messages = try #require(try channel.messages(parcel), "\(name) cannot tell them")
            let text = messages.map { percentDecoded(String(decoding: $0.body, as: UTF8.self)) }.joined()
            let wanted = if case .notices = contents { "Feed 99 is gone" } else { "Truce number 29" }
            #expect(text.contains(wanted), "\(name)")
            #expect(Set(messages.map(\.id)).count == messages.count)
        }
        await web.shutDown()
    }
}

@Suite struct `A payload that is read back` {
    private func written(_ contents: Parcel.Contents) throws -> [UInt8] {
        try AlertPayload(Parcel(id: "1", channel: "", contents)).json()
    }

    @Test func `says the same again`() throws {
        var alert = Alert.about("Kyiv agrees to a truce", priority: .high)
        alert.title = [Segment("Kyiv agrees to a "), Segment("truce", hit: true)]
        alert.match.spans = [Span(field: .title, start: 17, length: 5, text: "truce")]
        alert.excerpt = [Segment("so "), Segment("Kyiv", hit: true)]
        alert.others = [Report(outlet: "DW", link: "https://dw.example/1", found: .start)]
        let occasion = Occasion.catchUp(from: .start, to: .start + 60)
        for contents in [Parcel.Contents.alert(alert), .update(alert), .alerts([alert, alert], occasion)] {
            let bytes = try written(contents)
            #expect(try written(readPayload(bytes)) == bytes)
        }
        guard case .alerts(let read, .news) = try readPayload(written(.alert(alert))) else {
            Issue.record("one alert is news")
            return
        }
        #expect(read[0].title == alert.title, "the hits are marked again")
    }

    @Test func `needs no more than a headline`() throws {
        guard case .alerts(let read, .news) = try readPayload(Array(#"{"title":"A truce"}"#.utf8)) else {
            Issue.record("one alert is news")
            return
        }
        #expect(read.map(\.headline) == ["A truce"])
    }

    @Test(arguments: ["", "{}", "[]", "not JSON", #"{"type":"alert.batch","data":{"alerts":[]}}"#])
    func `is nothing without one`(_ text: String) {
        #expect(throws: (any Error).self) { try readPayload(Array(text.utf8)) }
    }
}
