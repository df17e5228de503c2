import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

@Suite struct `An alert on a terminal` {
    private let text = PlainText(colour: false) { _ in "21 Jul 10:00" }

    private func alert(_ decision: Decision = .alert) -> Alert {
        var alert = Alert.about("Kyiv agrees to a truce", decision: decision, priority: .high)
        alert.title = [Segment("Kyiv", hit: true), Segment(" agrees to a "), Segment("truce", hit: true)]
        alert.match.spans = [
            Span(field: .title, start: 0, length: 4, text: "Kyiv"),
            Span(field: .title, start: 17, length: 5, text: "truce"),
            Span(field: .summary, start: 0, length: 4, text: "Kyiv"),
        ]
        alert.match.line = "{ceasefire} NEAR/30 {ukraine}"
        alert.match.at = "ceasefire.watch:24"
        alert.match.level = .lead
        return alert
    }

    @Test func `says what, who, when, where and why`() {
        var alert = alert()
        alert.excerpt = [Segment("… so "), Segment("Kyiv", hit: true), Segment(" said …")]
        #expect(
            text.text(of: Parcel(id: "1", channel: "", .alert(alert))) == """
                HIGH    Kyiv agrees to a truce
                        Ceasefire · Example · published 21 Jul 10:00 · alert id-ceasefire-kyiv-agrees-to-a-truce
                        “… so Kyiv said …”
                        https://example.org/a
                        why: “Kyiv”, “truce” in headline and lead · ceasefire.watch:24: {ceasefire} NEAR/30 {ukraine}

                """
        )
    }

    @Test func `leaves out what is not known`() {
        var alert = alert()
        alert.link = nil
        alert.published = nil
        let rows = text.text(of: Parcel(id: "1", channel: "", .alert(alert)))
            .split(separator: "\n")
        #expect(rows.count == 3)
        #expect(rows[1].contains(" · Example · undated · "))
    }

    @Test func `marks the hits in colour`() {
        let colourful = PlainText(colour: true) { _ in "" }
        let parcel = Parcel(id: "1", channel: "", .alert(alert()))
        #expect(
            colourful.text(of: parcel).hasPrefix(
                "\u{1B}[1;30;43mHIGH  \u{1B}[0m  "
                    + "\u{1B}[1m\u{1B}[4;33mKyiv\u{1B}[24;39m agrees to a \u{1B}[4;33mtruce\u{1B}[24;39m\u{1B}[0m\n"
            )
        )
    }

    @Test func `comes as a digest where it waited`() {
        let parcel = Parcel(
            id: "1",
            channel: "",
            .alerts([alert(.digest), alert(.digest)], .digest)
        )
        #expect(
            text.text(of: parcel) == """
                DIGEST  2 items found further down in the text
                  Ceasefire: Kyiv agrees to a truce
                        Ceasefire · Example · published 21 Jul 10:00 · alert id-ceasefire-kyiv-agrees-to-a-truce
                        https://example.org/a
                  Ceasefire: Kyiv agrees to a truce
                        Ceasefire · Example · published 21 Jul 10:00 · alert id-ceasefire-kyiv-agrees-to-a-truce
                        https://example.org/a

                """
        )
    }

    static let occasions: [(occasion: Occasion, heading: String)] = [
        (.quietHours, "HELD    1 item from the quiet hours"),
        (.silence(nil), "HELD    1 item of lists that were silenced"),
        (
            .silence(Silenced(author: "anna", reason: "maintenance", until: .start)),
            "HELD    1 item was silenced by anna until 21 Jul 10:00: maintenance"
        ),
        (
            .silence(Silenced(author: "", reason: "", until: .start)),
            "HELD    1 item was silenced by somebody until 21 Jul 10:00"
        ),
        (.flood(term: "truce"), "FLOOD   1 item of Ceasefire in a short time; what fires is truce"),
        (
            .catchUp(from: .start, to: .start),
            "LATE    1 item while desk could not be reached, 21 Jul 10:00 to 21 Jul 10:00"
        ),
    ]

    @Test(arguments: occasions)
    func `says why it comes late or with others`(_ occasion: Occasion, _ heading: String) {
        let parcel = Parcel(id: "1", channel: "desk", .alerts([alert()], occasion))
        #expect(text.text(of: parcel).hasPrefix(heading + "\n  Ceasefire: Kyiv agrees to a truce\n"))
    }

    @Test func `names the others that report it`() {
        var alert = alert()
        alert.others = ["DW", "Al Jazeera"].map { Report(outlet: $0, link: nil, found: .start) }
        #expect(
            text.text(of: Parcel(id: "1", channel: "", .alert(alert))).contains(
                "\n        also reported by DW, Al Jazeera\n"
            )
        )
        #expect(
            text.text(of: Parcel(id: "1", channel: "", .update(alert))) == """
                ALSO    Kyiv agrees to a truce
                        also reported by DW, Al Jazeera · alert id-ceasefire-kyiv-agrees-to-a-truce

                """
        )
    }

    @Test func `tells what has become of an alert`() {
        var alert = alert()
        alert.revised = .start
        #expect(
            text.text(of: Parcel(id: "1", channel: "", .update(alert))) == """
                NOW     Kyiv agrees to a truce
                        changed · alert id-ceasefire-kyiv-agrees-to-a-truce

                """
        )
    }

    @Test func `cannot steer the terminal`() {
        var alert = alert()
        alert.title = [Segment("\u{1B}]0;owned\u{7} \u{9B}31m\u{202E}truce\r\nnext")]
        alert.outlet = "Ex\u{1B}[2Jample"
        alert.link = "https://example.org/\u{1B}[2J"
        let shown = text.text(of: Parcel(id: "1", channel: "", .alert(alert)))
        #expect(
            shown.unicodeScalars.allSatisfy {
                $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value))
            }
        )
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
        #expect(shown.split(separator: "\n").count == 4, "a headline stays on its line")
    }
}
