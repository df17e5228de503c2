public import FoundationEssentials
public import News

extension Alert {
    /// A made-up alert that shows how alerts look.
    public static func sample(id: String, now: Date) -> Alert {
        Alert(
            sample: id,
            now: now,
            list: "Ceasefire (a test)",
            outlet: "The Harbour Post",
            title: [
                Segment("Test: envoys agree on a "), Segment("ceasefire", hit: true),
                Segment(" and talks in Istanbul"),
            ],
            excerpt: [
                Segment(
                    "This alert is made up. Real ones show here the passage around the words that rang: the "
                ),
                Segment("ceasefire", hit: true), Segment(" is to hold from midnight, the envoys said."),
            ],
            others: ["Coast Radio", "Daily Ledger"]
        )
    }

    /// The same with everything in it that a hostile publisher could think of: nobody may be called by it, and nothing
    /// in it be a link, bold or another language's markup.
    public static func hostileSample(id: String, now: Date) -> Alert {
        let hostile = """
            <!channel> @everyone @channel @here @all @room <@U12345678> @**all** [click](https://evil.example) \
            <https://evil.example|text> **b** _i_ `c` ||s|| # h > q <b>x</b> &amp; {{DATE(2020-01-01T00:00:00Z)}} \
            {{title}} ${x} "q" 'a' C:\\n \u{2028}\u{202E}exe.gpj \u{7} \
            \r\nSubject: x <at>Bob</at> \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}
            """
        return Alert(
            sample: id,
            now: now,
            list: "A hostile test <!here> @all",
            outlet: "@everyone [x](javascript:x)",
            title: [Segment("Test: "), Segment(hostile, hit: true)],
            excerpt: [
                Segment("before \(hostile) "), Segment(hostile, hit: true), Segment(" after \(hostile)"),
            ],
            others: ["@here *x*", "<users/all>"]
        )
    }

    private init(
        sample id: String,
        now: Date,
        list: String,
        outlet: String,
        title: [Segment],
        excerpt: [Segment],
        others: [String]
    ) {
        let link = "https://news.example/\(id)"
        let span = Span(field: .title, start: 0, length: 4, text: "Test")
        let match = Match(
            list: "test",
            decision: .alert,
            level: .title,
            at: "test.watch:1",
            line: "ceasefire",
            spans: [span]
        )
        self.init(
            id: id,
            subject: link,
            match: match,
            listName: list,
            priority: .normal,
            channels: [],
            itemIdentity: link,
            feedURL: "https://news.example/feed",
            outlet: outlet,
            title: title,
            link: link,
            excerpt: excerpt,
            language: "en",
            published: now - 60,
            found: now,
            others: others.enumerated().map { number, name in
                Report(outlet: name, link: "https://news.example/other/\(number)", found: now)
            }
        )
    }
}
