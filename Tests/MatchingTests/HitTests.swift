import Matching
import News
import Testing

@Suite struct `A hit` {
    private func hit(_ list: String, _ item: Item) -> Match? {
        compile(list).watches.first?.verdict(on: Document(item)).match
    }

    private static let far = String(repeating: "word ", count: 80)

    /// Where the word stands, and what follows by default.
    static let levels: [(item: Item, level: Level, decision: Decision)] = [
        (Item(identity: "", title: "A truce"), .title, .alert),
        (Item(identity: "", title: "", summary: "A truce"), .lead, .alert),
        (Item(identity: "", title: "", summary: "", body: "A truce"), .lead, .alert),
        (Item(identity: "", title: "", summary: far + "truce"), .text, .digest),
        (Item(identity: "", title: "", summary: "Short", body: "A truce"), .text, .digest),
    ]

    @Test(arguments: levels)
    func `stands as far up as it can`(_ item: Item, _ level: Level, _ decision: Decision) {
        let match = hit("truce", item)
        #expect(match?.level == level)
        #expect(match?.decision == decision)
    }

    @Test func `is told as its list says`() {
        let low = Item(identity: "", title: "", summary: "A truce")
        #expect(hit("alert: title\nmatch:\n    truce", low)?.decision == .digest)
        #expect(hit("alert: title\ndigest: never\nmatch:\n    truce", low) == nil)
        #expect(
            hit("alert: never\nmatch:\n    truce", Item(identity: "", title: "truce"))?.decision == .digest
        )
    }

    @Test(arguments: ["'", "’", "‘", "ʼ", "＇", "`", "´"])
    func `takes all apostrophes for the same`(_ apostrophe: String) {
        for (word, text) in [
            ("об'єкт", "Обʼєкт"), ("OBrien", "Mr O'Brien"), ("m", "ʼm"), ("Putin", "Putinʼs"),
        ] {
            let item = Item(identity: "", title: text.replacing("ʼ", with: apostrophe))
            let lists = compile("match:\n    \(word)").watches
            #expect(lists.first?.verdict(on: Document(item)).match != nil, "\(item.title)")
            #expect(Watchlist(watches: lists).hits(in: item) == 1, "\(item.title)")
        }
    }

    @Test func `names its line and words, counted in scalars of the text`() throws {
        let item = Item(identity: "", title: "🕊️ Zelensky: nai\u{308}ve cease-fire")
        let match = try #require(
            hit("match:\n    other\n    {x} AND naïve\ndefine {x}:\n    ceasefire", item)
        )
        #expect(match.at == "test.watch:3")
        #expect(match.line == "{x} AND naïve")
        #expect(
            match.spans == [
                Span(field: .title, start: 13, length: 6, text: "nai\u{308}ve"),
                Span(field: .title, start: 20, length: 10, text: "cease-fire"),
            ]
        )
    }

    @Test func `needs also what is required, and is not vetoed`() {
        let list = "match:\n    truce\nalso require:\n    Kyiv\nnever if:\n    title:review"
        #expect(hit(list, Item(identity: "", title: "Truce near Kyiv")) != nil)
        #expect(hit(list, Item(identity: "", title: "Truce near Rome")) == nil)
        let review = Item(identity: "", title: "Review: the Kyiv truce")
        #expect(
            compile(list).watches.first?.verdict(on: Document(review))
                == .vetoed(at: "test.watch:6", line: "title:review")
        )
    }

    @Test func `is confined to feeds and languages`() {
        let list = "feeds: example.org\nlanguages: uk, ru\nmatch:\n    мир"
        var item = Item(identity: "", feedURL: "https://example.org/feed", title: "мир", language: "ru-RU")
        #expect(hit(list, item) != nil)
        item.language = "bg"
        #expect(hit(list, item) == nil)
        item.language = "uk"
        item.feedURL = "https://example.com/feed"
        #expect(hit(list, item) == nil)
    }
}
