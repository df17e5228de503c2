import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

@Suite struct `The payload` {
    private var alert: Alert {
        var alert = Alert.about("Kyiv – truce & \"talks\"", priority: .high)
        alert.match.spans = [Span(field: .title, start: 7, length: 5, text: "truce")]
        alert.excerpt = [Segment("A "), Segment("truce", hit: true)]
        return alert
    }

    /// Pinned whole: programs read it, and the alert log looks its own lines up by it.
    private static let data = """
        {"at":"ceasefire.watch:1","decision":"alert","excerpt":[{"hit":false,"text":"A "},{"hit":true,"text":"truce"}],\
        "feed":"https://example.org/feed","found":"2025-07-21T10:00:00Z","id":"id-ceasefire-kyiv-–-truce-&-\\"talks\\"",\
        "language":"en","level":"title","line":"Kyiv – truce & \\"talks\\"","link":"https://example.org/a",\
        "name":"Ceasefire","others":[],"priority":"high","published":"2025-07-21T10:00:00Z","source":"Example",\
        "spans":[{"field":"title","length":5,"start":7,"text":"truce"}],"terms":["truce"],\
        "title":"Kyiv – truce & \\"talks\\"","watchlist":"ceasefire"}
        """

    @Test func `of an alert`() throws {
        let parcel = Parcel(id: "1", channel: "desk", .alert(alert))
        #expect(
            String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) == """
                {"data":\(Self.data),"timestamp":"2025-07-21T10:00:00Z","type":"alert.created","version":1}
                """
        )
    }

    @Test func `of a digest`() throws {
        let parcel = Parcel(id: "1", channel: "desk", .alerts([alert, alert], .digest))
        #expect(
            String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) == """
                {"data":{"alerts":[\(Self.data),\(Self.data)],"occasion":"digest"},"timestamp":"2025-07-21T10:00:00Z",\
                "type":"alert.batch","version":1}
                """
        )
    }

    static let occasions: [(occasion: Occasion, said: String)] = [
        (.news, #""occasion":"news"}"#),
        (.quietHours, #""occasion":"quiet-hours"}"#),
        (.silence(nil), #""occasion":"silence"}"#),
        (
            .silence(Silenced(author: "anna", reason: "live", until: .start)),
            #""by":"anna","occasion":"silence","reason":"live","until":"2025-07-21T10:00:00Z"}"#
        ),
        (.flood(term: "truce"), #""occasion":"flood","term":"truce"}"#),
        (
            .catchUp(from: .start, to: .start + 60),
            #""from":"2025-07-21T10:00:00Z","occasion":"catch-up","to":"2025-07-21T10:01:00Z"}"#
        ),
    ]

    @Test(arguments: occasions)
    func `of several says why they come together`(_ occasion: Occasion, _ said: String) throws {
        let parcel = Parcel(id: "1", channel: "desk", .alerts([alert, alert], occasion))
        #expect(String(decoding: try AlertPayload(parcel).json(), as: UTF8.self).contains(said))
    }

    @Test func `of an alert that others report, too`() throws {
        var alert = alert
        alert.others = [Report(outlet: "DW", link: "https://dw.example/1", found: .start)]
        let text = String(
            decoding: try AlertPayload(Parcel(id: "1", channel: "desk", .update(alert))).json(),
            as: UTF8.self
        )
        #expect(text.contains(#""type":"alert.updated""#))
        let others = #"{"found":"2025-07-21T10:00:00Z","link":"https://dw.example/1","source":"DW"}"#
        #expect(text.contains(#""others":[\#(others)]"#))
        #expect(!text.contains("revised"))
    }

    @Test func `of an alert that has changed says when, and is read back`() throws {
        var alert = alert
        alert.revised = .start + 60
        let json = try AlertPayload(Parcel(id: "1", channel: "desk", .update(alert))).json()
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains(#""revised":"2025-07-21T10:01:00Z""#))
        #expect(text.contains(#""timestamp":"2025-07-21T10:01:00Z""#))
        guard case .update(let read) = try readPayload(json) else {
            Issue.record("read as something else")
            return
        }
        #expect(read.revised == alert.revised)
    }
}
