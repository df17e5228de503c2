import FoundationEssentials
import News
import TestSupport
import Testing

@testable import Notifying

@Suite struct `A parcel as a mail` {
    private func read(_ contents: Parcel.Contents, detail: Detail = .full) throws -> MailReader {
        let mail = AlertMail(
            sender: try Mailbox("tocsin <tocsin@example.org>"),
            recipients: [try Mailbox("desk@example.org")],
            channel: "mail"
        )
        let bytes = mail.message(
            of: Parcel(id: "84ak8n9t1c19v6qr", channel: "mail", contents),
            detail: detail
        ).bytes
        #expect(`A mail's form`.isProper(bytes))
        return MailReader(bytes)
    }

    @Test func `has a head that programs can go by`() throws {
        let headers = try read(.alert(.about("Kyiv agrees to a truce"))).headers
        #expect(headers["from"] == "tocsin <tocsin@example.org>")
        #expect(headers["to"] == "desk@example.org")
        #expect(headers["subject"] == "[Ceasefire] Kyiv agrees to a truce")
        #expect(headers["message-id"] == "<84ak8n9t1c19v6qr@tocsin.example.org>")
        #expect(headers["list-id"] == "<ceasefire.tocsin.example.org>")
        #expect(headers["auto-submitted"] == "auto-generated")
        #expect(headers["x-priority"] == nil)
        #expect(headers["date"] == nil, "the date is that of the attempt")
    }

    static let priorities: [(priority: Priority, subject: String, mark: String?)] = [
        (.low, "[LOW Ceasefire] A truce", "5 (Lowest)"), (.normal, "[Ceasefire] A truce", nil),
        (.high, "[HIGH Ceasefire] A truce", "2 (High)"),
        (.urgent, "[URGENT Ceasefire] A truce", "1 (Highest)"),
    ]

    @Test(arguments: priorities)
    func `says how much it matters`(_ priority: Priority, _ subject: String, _ mark: String?) throws {
        let headers = try read(.alert(.about("A truce", priority: priority))).headers
        #expect(headers["subject"] == subject)
        #expect(headers["x-priority"] == mark)
    }

    @Test func `marks the words that hit in the passage`() throws {
        var alert = Alert.about("A truce")
        alert.excerpt = [
            Segment("Both sides agreed to a "), Segment("ceasefire", hit: true), Segment(" on Friday."),
        ]
        let mail = try read(.alert(alert))
        let page = try #require(mail.text("text/html"))
        #expect(page.contains(">ceasefire</mark> on Friday."))
        #expect(page.contains("<a href=\"https://example.org/a\">A truce</a>"))
        #expect(mail.text("text/plain")?.contains("Both sides agreed to a ceasefire on Friday.") == true)
        #expect(mail.text("text/plain")?.contains("https://example.org/a") == true)
    }

    @Test func `lets no text act as markup`() throws {
        let hostile = "<script>alert(1)</script> \"onload=x ' & </p><img src=https://evil.test/x>"
        var alert = Alert.about(hostile)
        alert.outlet = hostile
        alert.listName = hostile
        alert.match.line = hostile
        alert.excerpt = [Segment(hostile, hit: true)]
        alert.others = [Report(outlet: hostile, link: "javascript:alert(1)", found: .start)]
        for link in ["javascript:alert(1)", "data:text/html,x", "https://a.test/\"><script>x</script>"] {
            alert.link = link
            let page = try #require(try read(.alert(alert)).text("text/html"))
            let tags = page.split(separator: "<").dropFirst().map {
                $0.prefix { $0.isLetter || $0 == "!" || $0 == "/" }
            }
            let known: Set<Substring> = [
                "!DOCTYPE", "html", "head", "meta", "title", "/title", "style", "/style", "/head", "body",
                "div", "p",
                "strong", "/strong", "/p", "h", "a", "/a", "/h", "mark", "/mark", "br", "code", "/code",
                "/div", "/body",
                "/html",
            ]
            #expect(Set(tags).subtracting(known).isEmpty, "\(link)")
            #expect(!page.contains("href=\"javascript") && !page.contains("href=\"data"))
        }
    }

    @Test func `holds a template's text below the headline, on the page and without its tags`() throws {
        let mail = AlertMail(
            sender: try Mailbox("tocsin <tocsin@example.org>"),
            recipients: [try Mailbox("desk@example.org")],
            channel: "mail",
            template: try Template("<b>{{source}}</b> says:\n{{title}}", ContentType(.html))
        )
        var alert = Alert.about("A <i>truce</i> & \"talks\"")
        alert.excerpt = [Segment("a passage")]
        let parcel = Parcel(id: "1", channel: "mail", .alert(alert))
        let read = MailReader(mail.message(of: parcel, detail: .full).bytes)
        let page = try #require(read.text("text/html"))
        #expect(page.contains("<b>Example</b> says:"))
        #expect(page.contains("A &lt;i&gt;truce&lt;/i&gt; &amp; &quot;talks&quot;</div>"))
        let text = try #require(read.text("text/plain")).replacing("\r\n", with: "\n")
        #expect(text.contains("Example says:\nA <i>truce</i> & \"talks\""))
        #expect(!page.contains("a passage") && !text.contains("a passage"))
        #expect(
            MailReader(mail.message(of: parcel, detail: .headline).bytes).text("text/plain")?.contains(
                "says:"
            ) == false
        )
    }

    /// Nothing that a mail program would have to ask anybody for.
    @Test func `loads nothing from elsewhere`() throws {
        let page = try #require(try read(.alert(.about("A truce"))).text("text/html"))
        for word in ["src=", "url(", "@import", "<link", "<img", "<script"] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    @Test func `holds a digest`() throws {
        let alerts = (1...12).map { Alert.about("Truce \($0)", decision: .digest) }
        let mail = try read(.alerts(alerts, .digest))
        #expect(mail.headers["subject"] == "Digest: 12 alerts found further down in the text")
        for alert in alerts {
            #expect(mail.text("text/plain")?.contains(alert.headline) == true)
            #expect(mail.text("text/html")?.contains(alert.headline) == true)
        }
    }

    @Test func `of several lists is filed under none of them`() throws {
        let alerts = [Alert.about("A truce"), Alert.about("A visit", list: "talks", priority: .high)]
        let headers = try read(.alerts(alerts, .news)).headers
        #expect(headers["subject"] == "[Ceasefire] A truce (+1 more)")
        #expect(headers["list-id"] == "<alerts.tocsin.example.org>")
        #expect(headers["x-priority"] == "2 (High)", "as much as the most important of them")
    }

    @Test func `follows up on an earlier one`() throws {
        var alert = Alert.about("A truce")
        alert.others = [Report(outlet: "DW", link: "https://dw.test/a", found: .start)]
        let mail = try read(.update(alert))
        #expect(mail.headers["subject"] == "Re: [Ceasefire] A truce")
        #expect(mail.headers["references"] == "<id-ceasefire-a-truce@tocsin.example.org>")
        #expect(
            mail.text("text/html")?.contains("Also reported by <a href=\"https://dw.test/a\">DW</a>") == true
        )
    }

    @Test func `holds notices`() throws {
        let notice = Notice(
            kind: "certificate",
            feedURL: "https://example.org/feed",
            title: "Example: the certificate does not hold",
            text: "It is asked again after 40m.",
            occasion: "1",
            found: .start
        )
        let mail = try read(.notices([notice]))
        #expect(mail.headers["subject"] == "[tocsin: notice] Example: the certificate does not hold")
        #expect(mail.headers["list-id"] == "<notices.tocsin.example.org>")
        #expect(mail.text("text/plain")?.contains("It is asked again after 40m.") == true)
    }

    @Test func `is the same whenever it is written`() throws {
        let parcel = Parcel(id: "id", channel: "mail", .alert(.about("A truce")))
        let mail = AlertMail(
            sender: try Mailbox("a@b.c"),
            recipients: [try Mailbox("d@e.f")],
            channel: "mail"
        )
        #expect(
            mail.message(of: parcel, detail: .full).bytes == mail.message(of: parcel, detail: .full).bytes
        )
    }
}
