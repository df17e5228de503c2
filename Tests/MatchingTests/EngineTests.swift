import Matching
import News
import Testing

/// Puts random lists and random items together from few words, so that they meet often.
private struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ value >> 31) % UInt64(limit))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[next(below: elements.count)]
    }

    private static let asked = [
        "truce", "talks", "=US", "us", "cease-fire", "ceasefire", "tru*", "tal?s", "п?тин", "Путин", "путин*",
        "перемир*",
        "停火", "هدنة", "accord", "OBrien", "1,000", "1000", "18th", "Straße", "naïve", "=Truce", "U.S.",
        "F-16", "a",
        "é", "мир", "об'єкт", "star*", "ﬁre", "non-stop-flight", "=F-16", "Türkiye", "?ruce",
    ]
    private static let written = [
        "truce", "Truce", "TRUCE", "talks", "talk", "US", "us", "U.S.", "U.S", "cease-fire", "cease fire",
        "Ceasefire",
        "ceasefires", "Путин", "Путина", "путин’с", "перемирие", "перемирье", "停火", "俄乌停火协议", "والهدنة",
        "هدنة", "l'accord",
        "O'Brien", "OBrien", "O’Brien’s", "1,000", "1000", "1.5", "18TH", "STRASSE", "Straße", "naïve",
        "nai\u{308}ve",
        "Gen", "Mr", "A", "a", "É", "мир", "стар", "Starmer", "ﬁre", "non-stop-flight", "F-16", "F-16s",
        "Putin’s", "x",
        "обʼєкт", "об’єкта", "ʼ", "Türkiye", "TURKIYE", "mi\u{AD}r", "Ｔruce", "ｶﾞｻﾞ", "क्या", "a.b.c.",
        "dell’accord", "³", "U.S.…",
    ]
    private static let gaps = [
        " ", " ", " ", " ", " ", ", ", ". ", "! ", "-", "–", " - ", "\n", "; ", " | ", "…", ".” ", " (", "/",
        "\u{2011}", "\u{A0}",
        "。", "", " «", ": ", "'", ".",
    ]

    mutating func text(_ most: Int) -> String {
        var text = ""
        for _ in 0..<next(below: most + 1) { text += pick(Self.written) + pick(Self.gaps) }
        return text
    }

    private mutating func place(_ depth: Int) -> String {
        switch next(below: depth > 2 ? 4 : 9) {
        case 0...2: pick(Self.asked)
        case 3: "\"\(pick(Self.asked)) \(pick(Self.asked))\""
        case 4: "(\(place(depth + 1)) NEAR/\(next(below: 6)) \(place(depth + 1)))"
        case 5: "(\(place(depth + 1)) BEFORE/\(next(below: 4)) \(place(depth + 1)))"
        case 6: "(\(place(depth + 1)) SENTENCE \(place(depth + 1)))"
        case 7: "(\(place(depth + 1)) EXCEPT \(place(depth + 1)))"
        default: "(\(place(depth + 1)) OR \(place(depth + 1)) OR {own})"
        }
    }

    private mutating func query(_ depth: Int) -> String {
        switch next(below: depth > 1 ? 1 : 7) {
        case 0, 1: place(depth)
        case 2: "(\(query(depth + 1)) AND \(query(depth + 1)))"
        case 3: "(\(query(depth + 1)) NOT \(query(depth + 1)))"
        case 4: "(\(query(depth + 1)) OR \(query(depth + 1)))"
        case 5: "\(pick(["title", "lead", "text", "summary", "body"])):\(query(depth + 1))"
        default: next(below: 3) == 0 ? "lang:en" : "ATLEAST/\(next(below: 3) + 1) \(place(depth + 1))"
        }
    }

    mutating func list() -> String {
        var list = "alert: \(pick(["title", "lead", "text", "never"]))\n"
        list += "define {own}:\n    \(place(3)), \(place(3))\nmatch:\n"
        for _ in 0...next(below: 3) { list += "    \(query(0))\n" }
        if next(below: 4) == 0 { list += "also require:\n    \(query(1))\n" }
        if next(below: 3) == 0 { list += "ignore phrases:\n    \(place(1)), \(place(1))\n" }
        if next(below: 4) == 0 { list += "never if:\n    \(query(1))\n" }
        return list
    }

    mutating func item() -> Item {
        Item(
            identity: "1",
            title: text(8),
            summary: next(below: 2) == 0 ? "" : text(100),
            body: next(below: 2) == 0 ? "" : text(100),
            language: pick(["en", "uk", nil])
        )
    }
}

@Suite struct `The engine` {
    @Test(arguments: 0..<20)
    func `says what the plain matcher says, with the same words`(_ seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        var files: [SourceFile] = []
        for number in 0..<20 {
            files.append(SourceFile(name: "\(number).watch", bytes: Array(random.list().utf8)))
        }
        let compiled = compileWatchlist(files, names: [], now: testDay, plainText: plainText)
        // A query may be one that the language refuses: "a" NEAR a part that only holds or does not.
        #expect(compiled.watches.count > 10, "\(compiled.mistakes)")
        let watchlist = Watchlist(watches: compiled.watches)
        var hits = 0
        for _ in 0..<40 {
            let item = random.item()
            let document = Document(item)
            let plain = compiled.watches.compactMap { $0.verdict(on: document).match }
            let found = watchlist.matches(in: item).map(\.match)
            #expect(found == plain, "\(item)")
            if found != plain { return }
            hits += found.count
        }
        #expect(hits > 100, "too few hits to say anything")
    }

    /// A live page can repeat its words thousands of times: what stands beside a rare word is found all the same.
    @Test(arguments: [
        "(Kyiv NEAR/5 Moscow) NEAR/5 zebra", "(Kyiv SENTENCE Moscow) NEAR/9 zebra",
        "\"Kyiv and Moscow\" NEAR/5 zebra", "zebra NEAR/5 (Kyiv BEFORE/3 Moscow)",
    ])
    func `finds a rare word in a crowd of common ones`(_ line: String) {
        let crowd = String(repeating: "Kyiv and Moscow talk. ", count: 3_000)
        let watchlist = Watchlist(watches: compile("match:\n    \(line)\n").watches)
        let item = Item(identity: "1", title: "", body: crowd + "Kyiv and Moscow saw a zebra. " + crowd)
        #expect(watchlist.matches(in: item).count == 1)
        #expect(watchlist.matches(in: Item(identity: "1", title: "", body: crowd + "\nzebra")).isEmpty)
    }
}
