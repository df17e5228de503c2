import FoundationEssentials
import TestSupport
import Testing

@testable import Matching

/// Headlines of no meaning, half of which tell an earlier one again in other words.
struct MadeUpNews {
    private var random: SeededRandom
    private var told: [[String]] = []

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func headline() -> String {
        if told.isEmpty || Bool.random(using: &random) {
            told.append((0..<7).map { _ in word() })
            return told[told.count - 1].joined(separator: " ")
        }
        var words = told[max(0, told.count - 1 - Int.random(in: 0..<50, using: &random))]
        for _ in 0..<3 { words[Int.random(in: 0..<7, using: &random)] = word() }
        return words.joined(separator: " ")
    }

    /// A few words are common and most are rare.
    private mutating func word() -> String {
        let share = Double.random(in: 0..<1, using: &random)
        let rank = Int(share * share * share * 20_000)
        return "w" + String(rank, radix: 36) + (rank > 400 ? "N" : "")
    }
}

extension StoryIndex {
    /// An index that has seen a day of made-up news, up to the test day.
    static func inUse(_ count: Int = 2_000) -> StoryIndex {
        var index = StoryIndex()
        var news = MadeUpNews(seed: 7)
        for number in 0..<count {
            let moment = testDay.addingTimeInterval(Double(number - count) * 40)
            _ = index.place(title: news.headline(), at: moment)
        }
        return index
    }
}

@Suite struct `Two headlines` {
    struct Row: Sendable, CustomTestStringConvertible {
        let first: String
        let second: String
        let isSame: Bool
        let because: String

        var testDescription: String { "“\(first)”, “\(second)” (\(because))" }
    }

    static let rows = [
        Row(
            first: "Chiquita to acquire Fyffes in all-share deal",
            second: "Chiquita to Acquire Fyffes in All-Share Deal",
            isSame: true,
            because: "a copy in another house's capitals"
        ),
        Row(
            first: "Sbarro files for bankruptcy protection",
            second: "UPDATE 3-Pizza chain Sbarro files for bankruptcy protection again",
            isSame: true,
            because: "an agency's update"
        ),
        Row(
            first: "Storm Erik reaches Hamburg – live",
            second: "Live: Hamburg closes schools as storm Erik moves east",
            isSame: true,
            because: "a page that is written on"
        ),
        Row(
            first: "Fyffes and Chiquita agree on merger to create banana giant",
            second: "World's largest banana firm born as Chiquita buys Irish rival Fyffes",
            isSame: true,
            because: "two names and what they do"
        ),
        Row(
            first: "Mt. Gox bankruptcy: court hears creditors",
            second: "MtGox creditors wait for court",
            isSame: true,
            because: "a name in one word or two"
        ),
        Row(
            first: "Zelensky meets Macron in Paris",
            second: "Зеленский встретился с Макроном в Париже",
            isSame: true,
            because: "names in two scripts and in cases"
        ),
        Row(
            first: "Зеленський зустрівся з Макроном у Парижі",
            second: "Макрон принял Зеленского в Елисейском дворце",
            isSame: true,
            because: "names in two languages of one script"
        ),
        Row(
            first: "Erdbeben in Myanmar: Rettungsteams erreichen Mandalay",
            second: "Séisme au Myanmar : Mandalay compte ses morts",
            isSame: true,
            because: "places are the same in most languages"
        ),
        Row(
            first: "俄乌达成停火协议",
            second: "停火协议签署，俄乌代表离开",
            isSame: true,
            because: "characters count in pairs"
        ),
        Row(
            first: "Macron opens a museum in Lyon",
            second: "Macron calls off his trip to Tokyo",
            isSame: false,
            because: "one name is no story"
        ),
        Row(
            first: "Who is this and why should you have it now?",
            second: "What is this and why should they have it now?",
            isSame: false,
            because: "words that tell nothing"
        ),
        Row(first: "2026-11-25", second: "2026-11-25", isSame: true, because: "numbers are words, too"),
        Row(first: "", second: "", isSame: false, because: "without a word there is nothing to compare"),
        Row(first: "❗️❗️❗️", second: "❗️❗️❗️", isSame: false, because: "signs are no words"),
    ]

    @Test(arguments: rows)
    func `are one story or two`(_ row: Row) {
        var index = StoryIndex.inUse()
        let first = index.place(title: row.first, at: testDay)
        let second = index.place(title: row.second, at: testDay.addingTimeInterval(600))
        #expect(first.isNew)
        #expect((first.story == second.story) == row.isSame)
        #expect(second.isNew != row.isSame)
    }

    @Test func `are told apart by what stands below them`() {
        let below =
            "Twelve people were rescued from the flooded Kalimba mine near Ostrova, the operator Verdo said."
        var index = StoryIndex.inUse()
        let first = index.place(title: "What we know so far", summary: below, at: testDay)
        let other = index.place(
            title: "What we know so far",
            summary: "The Senate of Marando voted against the harbour bill of its president, Tullia Benz.",
            at: testDay
        )
        let second = index.place(title: "Miners safe", summary: below + " All are well.", at: testDay)
        #expect(other.isNew)
        #expect(second.story == first.story)
    }
}

@Suite struct `An index of stories` {
    private static func stream(_ count: Int, seed: UInt64 = 1) -> [(title: String, time: Date)] {
        var news = MadeUpNews(seed: seed)
        return (0..<count).map { (news.headline(), testDay.addingTimeInterval(Double($0) * 120)) }
    }

    private static func place(
        _ items: some Sequence<(title: String, time: Date)>,
        in index: inout StoryIndex
    ) -> [Int] {
        items.map { index.place(title: $0.title, at: $0.time).story }
    }

    @Test func `gives the same in every run`() {
        let items = Self.stream(3_000)
        var (one, other) = (StoryIndex(), StoryIndex())
        #expect(Self.place(items, in: &one) == Self.place(items, in: &other))
        #expect(one.encoded() == other.encoded())
    }

    @Test func `numbers stories as they open, and puts no item where there is none`() {
        var index = StoryIndex()
        var opened = 0
        var wrong: [StoryIndex.Placement] = []
        for item in Self.stream(3_000) {
            let placement = index.place(title: item.title, at: item.time)
            if placement.isNew { opened += 1 }
            let isRight = placement.isNew ? placement.story == opened : (1...opened).contains(placement.story)
            if !isRight { wrong.append(placement) }
        }
        #expect(wrong == [])
        #expect(opened > 500 && opened < 2_900)
    }

    @Test(arguments: [0, 1, 7, 400, 2_999])
    func `goes on from its bytes as if nothing had happened`(_ cut: Int) throws {
        // Two minutes apart, and a window of a day: most of the stream has left it by the end.
        let items = Self.stream(3_000)
        var whole = StoryIndex(window: 86_400)
        let expected = Self.place(items, in: &whole)
        var first = StoryIndex(window: 86_400)
        let before = Self.place(items[..<cut], in: &first)
        var second = try StoryIndex(encoded: first.encoded())
        #expect(second.encoded() == first.encoded())
        #expect(before + Self.place(items[cut...], in: &second) == expected)
        #expect(second.encoded() == whole.encoded())
    }

    @Test func `refuses bytes that are not its own`() throws {
        var index = StoryIndex()
        _ = Self.place(Self.stream(40), in: &index)
        let bytes = index.encoded()
        for end in bytes.indices {
            #expect(throws: StoryStateError.self) { try StoryIndex(encoded: Array(bytes[..<end])) }
        }
        #expect(throws: StoryStateError.self) { try StoryIndex(encoded: bytes + [0]) }
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[Int.random(in: 16..<bytes.count, using: &random)] = UInt8.random(
                in: 0...255,
                using: &random
            )
            // Where damage cannot be seen, the index must still work.
            guard var read = try? StoryIndex(encoded: damaged) else { continue }
            _ = Self.place(Self.stream(5), in: &read)
        }
        #expect("\(StoryStateError())" == "the kept stories cannot be read")
    }

    @Test func `lets a story go when its last item has left the window`() {
        let title = "Sbarro files for bankruptcy protection"
        func gap(_ hours: [Double]) -> [Int] {
            var index = StoryIndex.inUse()
            return hours.map { index.place(title: title, at: testDay.addingTimeInterval($0 * 3_600)).story }
        }
        let within = gap([0, 71.9])
        #expect(within[0] == within[1])
        let beyond = gap([0, 72.1])
        #expect(beyond[0] != beyond[1])
        let chain = gap([0, 60, 120, 180])
        #expect(Set(chain).count == 1, "an item keeps its story open")
        let late = gap([100, 0])
        #expect(late[0] == late[1], "one from before the latest item counts as seen with that")
    }

    @Test func `takes memory for its window, however long the stream is`() {
        var index = StoryIndex(window: 86_400)
        var news = MadeUpNews(seed: 5)
        var most = 0
        let perWindow = 6_000
        for number in 0..<(perWindow * 5) {
            let time = testDay.addingTimeInterval(Double(number) * 86_400 / Double(perWindow))
            _ = index.place(title: news.headline(), at: time)
            if number == perWindow * 2 { most = index.footprint }
        }
        #expect(index.footprint <= most * 3 / 2)
        #expect(index.footprint < perWindow * 300)
    }

    @Test func `bears any time and any text`() {
        var index = StoryIndex()
        let far = [-1e18, 0, 1e18, -5, 1.7e9].map { Date(timeIntervalSince1970: $0) }
        let texts = [
            String(repeating: "word ", count: 100_000), String(repeating: "х", count: 100_000),
            "e\u{301}\u{301}\u{301}",
            "\u{FB01}ne ﬁne", "１２３４５６", "a'b'c'd'e", "''''", "U.S.A. U.S.", "\u{0}", "🇺🇦 🇺🇦", "ท่าอากาศยาน",
            "ㄱㄴㄷ",
        ]
        for time in far {
            for text in texts { _ = index.place(title: text, summary: text, publisher: text, at: time) }
        }
        #expect(throws: Never.self) { try StoryIndex(encoded: index.encoded()) }
    }
}
