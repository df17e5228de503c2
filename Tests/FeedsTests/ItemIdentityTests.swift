import Feeds
import FoundationEssentials
import Testing

@Suite struct `Item identity` {
    static func item(_ id: String?, _ link: String?, _ title: String?, day: Int = 0) -> ParsedItem {
        var item = ParsedItem()
        item.id = id
        item.link = link
        item.title = title
        item.published = Date(timeIntervalSince1970: Double(day) * 86_400 + 3600)
        return item
    }

    @Test func `is the id, else the address, else title and day`() {
        let known = identities(of: [
            Self.item("tag:1", "https://e.org/a", "A"),
            Self.item(nil, "HTTPS://E.org:443/b?utm_source=x#top", "B"),
            Self.item(nil, nil, "C", day: 1),
            Self.item(nil, nil, "C", day: 2),
        ])
        #expect(known[0] == "tag:1")
        #expect(known[1] == "https://e.org/b")
        #expect(known[2].utf8.starts(with: "hash:".utf8))
        #expect(known[2] != known[3])
    }

    @Test func `widens where a publisher gives all items one id`() {
        let known = identities(of: [
            Self.item("1", "https://e.org/a", "A"), Self.item("1", "https://e.org/b", "B"),
        ])
        #expect(known == ["1 https://e.org/a", "1 https://e.org/b"])
    }

    @Test func `is unique even where id and address are the same`() {
        let known = identities(of: [
            Self.item("1", "https://e.org/", "A"), Self.item("1", "https://e.org/", "B"),
        ])
        #expect(Set(known).count == 2)
    }

    @Test func `is shared by exact duplicates`() {
        let known = identities(of: [
            Self.item("1", "https://e.org/a", "A"), Self.item("1", "https://e.org/a", "A"),
        ])
        #expect(known == ["1", "1"])
    }

    @Test func `tells notes without a headline apart by their text`() {
        var notes = [Self.item("1", "https://e.org/", nil), Self.item("1", "https://e.org/", nil)]
        notes[0].summary = "Good morning"
        notes[1].summary = "Good night"
        #expect(Set(identities(of: notes)).count == 2)
    }

    @Test func `stays the same for the same item`() {
        let one = identities(of: [Self.item(nil, nil, "Grain corridor", day: 3)])
        #expect(one == identities(of: [Self.item(nil, nil, "Grain corridor", day: 3)]))
    }
}

@Suite struct `Canonical addresses` {
    static let rows = [
        ("HTTP://Example.ORG:80", "http://example.org/", "case, port, empty path"),
        ("https://e.org:8443/A?b=1#c", "https://e.org:8443/A?b=1", "fragment goes, other ports stay"),
        ("https://e.org/?utm_source=a&id=2&fbclid=x&GCLID=y", "https://e.org/?id=2", "trackers go"),
        ("https://e.org/?utm_medium=rss", "https://e.org/", "no lone question mark"),
        ("tag:e.org,2025:1", "tag:e.org,2025:1", "not hierarchical"),
        ("  ", "", "blank"),
    ]

    @Test(arguments: rows)
    func `have one spelling`(_ url: String, _ canonical: String, _ because: String) {
        #expect(canonicalURL(url) == canonical, "\(because)")
    }
}
