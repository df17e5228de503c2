import FoundationEssentials
import News
import TestSupport
import Testing

@Suite struct `What the store keeps` {
    @Test func `of an alert is read also where it was written before alerts had other reports`() throws {
        let alert = Alert.about("A truce")
        let text = String(decoding: try JSONEncoder().encode(alert), as: UTF8.self)
        let old = text.replacing(#""others":[],"#, with: "").replacing(#","others":[]"#, with: "")
        #expect(!old.contains("others"))
        #expect(try JSONDecoder().decode(Alert.self, from: Data(old.utf8)) == alert)
    }

    @Test func `of an alert comes back whole`() throws {
        var alert = Alert.about("A truce", priority: .urgent)
        alert.others = [Report(outlet: "DW", link: nil, found: .start)]
        alert.excerpt = [Segment("a "), Segment("truce", hit: true)]
        alert.revised = .start + 60
        #expect(try JSONDecoder().decode(Alert.self, from: JSONEncoder().encode(alert)) == alert)
    }

    /// What older programs wrote, and what this one does.
    static let occasions: [(text: String, occasion: Occasion)] = [
        (#"{"silence":{}}"#, .silence(nil)),
        (
            #"{"silence":{"_0":{"author":"anna","reason":"live","until":0}}}"#,
            .silence(
                Silenced(author: "anna", reason: "live", until: Date(timeIntervalSinceReferenceDate: 0))
            )
        ),
    ]

    @Test(arguments: occasions)
    func `of an occasion is read`(_ text: String, _ occasion: Occasion) throws {
        #expect(try JSONDecoder().decode(Occasion.self, from: Data(text.utf8)) == occasion)
    }

    @Test func `of a message comes back byte for byte`() throws {
        let message = Message(
            id: "1-digest",
            body: Array(0...255),
            envelope: ["type": "application/json"],
            edits: "77",
            attempts: 2,
            inDoubt: true
        )
        #expect(try JSONDecoder().decode(Message.self, from: JSONEncoder().encode(message)) == message)
    }
}
