import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

/// `docs/templates.md`: its examples are run, its names are all there are.
@Suite struct `The page about templates` {
    private let page: String

    init() throws {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        page = String(
            decoding: try Data(contentsOf: folder.appending(path: "docs/templates.md")),
            as: UTF8.self
        )
    }

    private func example(_ name: String) throws -> String {
        let parts = page.split(separator: "<!-- \(name) -->\n```mustache\n")
        try #require(parts.count == 2)
        return String(try #require(parts[1].split(separator: "\n```").first))
    }

    private var alert: Alert {
        var alert = Alert.about("Envoys \"agree\" on a <truce>", priority: .urgent)
        alert.id = "84ak8n9t1c19v6qr"
        alert.excerpt = [Segment("The "), Segment("truce", hit: true), Segment(" & the talks begin.")]
        alert.match.spans = [Span(field: .body, start: 4, length: 5, text: "truce")]
        alert.others = ["DW", "BBC"].map { Report(outlet: $0, link: nil, found: .start) }
        return alert
    }

    @Test func `writes a text for Slack as it says`() throws {
        let template = try Template(example("desk.mustache"), ContentType(.slack))
        #expect(TemplateLint.warnings(about: template, complete: Parcel.complete.parts(detail: .full)) == [])
        let service = TemplatedService(try Setup.service("slack"), template: template, body: nil)
        #expect(service.trial() == nil)
        let text = template.text(of: alert.parts(detail: .full))
        #expect(
            text == """
                :rotating_light: <!here> The *truce* &amp; the talks begin.
                _Also with DW, BBC. Rang for truce (ceasefire.watch:1)_
                """
        )
        #expect(try service.text(of: .alert(alert)).contains("Also with DW, BBC."))
    }

    @Test func `writes a body for a ticket system as it says`() throws {
        let form = try #require(try Setup.service("webhook").bodyForm)
        let template = try Template(example("ticket.mustache"), form.contentType)
        #expect(TemplateLint.warnings(about: template, complete: Parcel.complete.parts(detail: .full)) == [])
        let service = TemplatedService(try Setup.service("webhook"), template: template, body: form)
        #expect(service.trial() == nil)
        let body = try service.text(of: .alert(alert))
        let ticket = try JSONDecoder().decode(Parsed.self, from: Data(body.utf8))
        #expect(ticket["external_id"].text == "84ak8n9t1c19v6qr")
        #expect(ticket["subject"].text == "URGENT Ceasefire: Envoys \"agree\" on a <truce>")
        #expect(ticket["link"].text == "https://example.org/a")
        #expect(
            ticket["text"].text == """
                The truce & the talks begin.

                Example, found 2025-07-21 10:00 UTC
                tocsin explain --stored 84ak8n9t1c19v6qr
                """
        )
        #expect(ticket["tags"].items.map(\.text) == ["ceasefire", "truce"])
        #expect(body.contains("\"priority\": 1,"))
    }

    @Test func `names all there is to name`() throws {
        let complete = Parcel.complete.parts(detail: .full)
        let rows = page.split(separator: "## What there is to name")[1].split(separator: "\n## ")[0]
        let cells = rows.split(separator: "\n").filter { $0.hasPrefix("| `") }.map {
            $0.split(separator: "|")[0] + ""
        }
        let named = cells.flatMap { cell in
            cell.split(separator: "`").map(String.init).filter { $0.contains { $0.isLetter } }
        }
        #expect(named.sorted() == complete.keys.sorted())
    }
}
