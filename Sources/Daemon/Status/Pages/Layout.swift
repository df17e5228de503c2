/// What all pages have in common: head, way home, and the links to what programs read.
enum Layout {
    /// A page.
    ///
    /// - Parameters:
    ///   - title: Its title, in the window and for those who hear the page.
    ///   - header: What stands at its top.
    ///   - body: What follows.
    /// - Returns: The whole document.
    static func page(_ title: String, header: HTML, _ body: HTML) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        <link rel="stylesheet" href="/style.css">
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        <link rel="alternate" type="application/atom+xml" title="Alerts" href="/alerts.atom">
        <link rel="alternate" type="application/feed+json" title="Alerts" href="/alerts.json">
        </head>
        <body>
        <a class="skip" href="#main">To the content</a>
        <header class="top">
        <nav aria-label="Pages"><a class="home" href="/">tocsin</a> <a href="/alerts">Alerts</a> \
        <a href="/stories">Stories</a> <a href="/feeds">Feeds</a></nav>
        \(header)
        </header>
        <main id="main">
        \(body)
        </main>
        <footer><p>tocsin \(Version.number) · <a href="/alerts.atom">Atom</a> · \
        <a href="/alerts.json">JSON Feed</a> · <a href="/metrics">Metrics</a></p></footer>
        </body>
        </html>

        """
    }

    /// A page that says one thing.
    static func message(
        _ sentence: String,
        _ title: String,
        to path: String = "/",
        _ words: String = "Back to the status"
    ) -> HTML {
        page(title, header: "<h1>\(sentence)</h1>", "<p><a href=\"\(path)\">\(words)</a></p>")
    }
}
