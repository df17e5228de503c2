import News

/// A bulletin as the page that a mail program shows.
///
/// It loads nothing from anywhere, and is laid out in each element itself, since some mail programs leave out the
/// style sheet. That one is for those that know of dark rooms.
struct MailPage: Sendable {
    let bulletin: Bulletin
    /// What the mail is called.
    let subject: String
    /// What stands below it all: who sent it, and why.
    let imprint: String

    /// Text in small print; its grey can be read on white and on black.
    private static let small = "margin:0 0 6px;font-size:13px;line-height:1.5;color:#767676"
    private static let reading = "margin:0 0 10px;font-size:16px;line-height:1.5"
    private static let face =
        "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
    private static let hit = "background-color:#ffe28a;color:#1a1a1a;padding:0 2px;border-radius:2px"

    private static let sheet = """
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        a { color: #0b57d0; }
        @media (prefers-color-scheme: dark) {
          body { background-color: #16181c !important; color: #e4e6ea !important; }
          a { color: #8ab4f8 !important; }
          .small { color: #9aa0a8 !important; }
          .rule { border-color: #3a3f47 !important; }
        }
        """

    /// The page.
    var html: String {
        """
        <!DOCTYPE html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>\(Escaping.html(subject))</title>
        <style>
        \(Self.sheet)
        </style>
        </head>
        <body style="margin:0;padding:20px;background-color:#ffffff;color:#1a1a1a;overflow-wrap:anywhere;\(Self.face)">
        <div style="max-width:640px;margin:0 auto">
        \(heading)\(bulletin.cards.map(section).joined(separator: "\n"))
        <p class="small rule" style="\(Self.small);margin-top:28px;padding-top:10px;border-top:1px solid #d8dbe0">\
        \(Escaping.html(imprint))</p>
        </div>
        </body>
        </html>

        """
    }

    private var heading: String {
        guard let heading = bulletin.heading else { return "" }
        return
            "<h1 dir=\"auto\" style=\"margin:0 0 20px;font-size:18px;line-height:1.4\">\(Escaping.html(heading))</h1>\n"
    }

    private func section(_ card: Card) -> String {
        let title = "margin:0 0 8px;font-size:20px;line-height:1.3;font-weight:600"
        var rows = [
            "<div style=\"border-left:4px solid \(card.priority.webColor);padding:1px 0 1px 14px;margin:0 0 28px\">",
            small("<strong>\(Escaping.html(card.label))</strong>"),
            "<h2 dir=\"auto\" style=\"\(title)\">\(htmlLink(card.headline, card.link))</h2>",
        ]
        if !card.passage.isEmpty {
            rows.append("<p dir=\"auto\" style=\"\(Self.reading)\">\(passage(card.passage))</p>")
        }
        if !card.text.isEmpty {
            rows.append("<div dir=\"auto\" style=\"\(Self.reading);white-space:pre-line\">\(card.text)</div>")
        }
        rows.append(small(Escaping.html(card.facts)))
        if let others = card.alsoReported({ htmlLink($0.outlet, $0.link) }) { rows.append(small(others)) }
        if !card.reason.isEmpty {
            rows.append(
                small("Why: \(Escaping.html(card.reason))<br><code>\(Escaping.html(card.command))</code>")
            )
        }
        return rows.joined(separator: "\n") + "\n</div>"
    }

    private func small(_ html: String) -> String {
        "<p dir=\"ltr\" class=\"small\" style=\"\(Self.small)\">\(html)</p>"
    }

    private func passage(_ pieces: [Segment]) -> String {
        pieces.map { piece in
            let text = Escaping.html(piece.text)
            return piece.hit ? "<mark style=\"\(Self.hit)\">\(text)</mark>" : text
        }.joined()
    }
}
