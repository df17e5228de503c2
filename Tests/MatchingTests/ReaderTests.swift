import FoundationEssentials
import Matching
import News
import TestSupport
import Testing

@Suite struct `The reader` {
    private func reader(_ list: String, since: Date? = nil) -> Reader {
        let watches = compile(list, as: "truce.watch").watches
        return Reader(watchlist: Watchlist(watches: watches), since: since.map { ["truce": $0] } ?? [:])
    }

    @Test func `says all that an alert needs`() throws {
        let list = "name: Truces\npriority: urgent\nsend to: desk, log\nmatch:\n    truce NEAR/5 kyiv"
        var item = Item.titled(
            "Truce near Kyiv holds",
            identity: "7",
            link: "https://example.org/7?utm_source=rss"
        )
        item.address = "https://example.org/7"
        item.language = "en"
        let alert = try #require(reader(list).alerts(for: item, now: .start).first)
        #expect(alert.listName == "Truces")
        #expect(alert.priority == .urgent)
        #expect(alert.channels == ["desk", "log"])
        #expect(alert.match.list == "truce")
        #expect(alert.subject == "https://example.org/7\ntruce near kyiv holds")
        #expect(alert.link == "https://example.org/7?utm_source=rss")
        #expect(alert.itemIdentity == "7")
        #expect(alert.outlet == "Example")
        #expect(alert.language == "en")
        #expect(alert.found == .start)
        #expect(
            alert.title == [
                Segment("Truce", hit: true), Segment(" near "), Segment("Kyiv", hit: true), Segment(" holds"),
            ]
        )
        #expect(alert.excerpt == [])
        #expect(alert.id.count == 16)
    }

    @Test func `gives the same article the same id, whichever feed it stands in`() throws {
        let here = Item.titled("A truce", identity: "1", link: "https://example.org/1")
        var there = here
        there.identity = "other"
        there.feedURL = "https://example.org/other"
        var elsewhere = here
        elsewhere.link = "https://example.org/2"
        let ids = [here, there, elsewhere].flatMap { reader("truce").alerts(for: $0, now: .start).map(\.id) }
        #expect(ids.count == 3)
        #expect(ids[0] == ids[1])
        #expect(ids[0] != ids[2])
        #expect(ids[0] == "hwfrhfxsrxam9tc9", "an id is kept for years: its making may not change")
    }

    @Test func `looks forward only, and hears an edit`() {
        let known = Date.start
        let old = Item.titled("A truce", identity: "1")
        var quiet = old
        quiet.title = "A war"
        var edited = old
        edited.title = "A truce, at last"
        let younger = reader("truce", since: known.addingTimeInterval(60))
        let older = reader("truce", since: known.addingTimeInterval(-60))
        func rings(_ reader: Reader, _ item: Item, was earlier: Item? = nil) -> Bool {
            !reader.alerts(for: item, earlier: earlier, firstSeen: earlier.map { _ in known }, now: .start)
                .isEmpty
        }
        #expect(rings(younger, old), "a new item")
        #expect(
            !rings(younger, edited, was: old),
            "the list hits what the item said before the list was there"
        )
        #expect(rings(younger, edited, was: quiet), "the edit brings the hit")
        #expect(rings(older, edited, was: old), "whether it rang before is the store's to say")
    }

    @Test func `lets a list end with its day`() {
        let list = "expires: 2025-07-21\nmatch:\n    truce"
        let item = Item.titled("A truce")
        #expect(reader(list).alerts(for: item, now: .start).count == 1)
        #expect(reader(list).alerts(for: item, now: .start.addingTimeInterval(86_400)).isEmpty)
    }

    @Test func `quotes the text around a hit below the headline`() throws {
        let before = String(repeating: "before ", count: 30)
        let after = String(repeating: "after ", count: 60)
        let item = Item.titled("News", summary: before + "the truce\nholds " + after)
        let excerpt = try #require(reader("truce").alerts(for: item, now: .start).first).excerpt
        #expect(excerpt.map(\.hit) == [false, false, true, false, false])
        #expect(excerpt.first?.text == "… ")
        #expect(excerpt.last?.text == " …")
        #expect(excerpt[1].text.hasPrefix("before before"))
        #expect(excerpt[2].text == "truce")
        #expect(excerpt[3].text.hasPrefix(" holds after"))
        #expect(excerpt[3].text.hasSuffix("after"))

        let short = Item.titled("News", summary: "A truce.")
        #expect(
            try #require(reader("truce").alerts(for: short, now: .start).first).excerpt
                == [Segment("A "), Segment("truce", hit: true), Segment(".")]
        )
    }
}
