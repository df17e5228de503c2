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
        "name":"Ceasefire","priority":"high","published":"2025-07-21T10:00:00Z","source":"Example",\
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
        let parcel = Parcel(id: "1", channel: "desk", .digest([alert, alert]))
        #expect(
            String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) == """
                {"data":{"alerts":[\(Self.data),\(Self.data)]},"timestamp":"2025-07-21T10:00:00Z",\
                "type":"alert.batch","version":1}
                """
        )
    }
}
