import Feeds
import Testing

@Suite struct `Lines that a feed repeats` {
    private func items(_ texts: [(title: String, text: String)]) -> [ParsedItem] {
        texts.map { title, text in
            var item = ParsedItem()
            item.title = title
            item.summary = text
            return item
        }
    }

    private func learned(_ texts: [(title: String, text: String)]) -> Boilerplate {
        var boilerplate = Boilerplate()
        boilerplate.learn(from: items(texts))
        return boilerplate
    }

    @Test func `are boilerplate where they stand below enough different headlines`() {
        let advert = "Follow our coverage of the ceasefire on @example"
        let texts = (1...10).map {
            (title: "Headline \($0)", text: "Text \($0)" + ($0 <= 3 ? "\n \(advert)  " : ""))
        }
        let boilerplate = learned(texts)
        #expect(boilerplate.stripped("Text 1\n\(advert.uppercased())\nmore") == "Text 1\nmore")
        #expect(boilerplate.stripped(advert) == "")
        #expect(boilerplate.stripped("Text 1\n\nmore") == "Text 1\n\nmore")
    }

    /// Texts of a document, and why a line that they share is not taken for boilerplate.
    static let news: [(texts: [(title: String, text: String)], because: String)] = [
        (
            [("A", "Ceasefire agreed"), ("B", "Ceasefire agreed"), ("C", "Other")],
            "two headlines are too few"
        ),
        (
            Array(repeating: ("A", "Ceasefire agreed"), count: 9),
            "one headline over and over is one item served many times"
        ),
        (
            (1...40).map { ("Headline \($0)", $0 <= 5 ? "Ceasefire agreed" : "Text \($0)") },
            "five of forty are too few"
        ),
        (
            (1...9).map { ("Headline \($0)", String(repeating: "Ceasefire agreed ", count: 20)) },
            "nobody repeats a paragraph"
        ),
    ]

    @Test(arguments: news)
    func `are news all the same`(_ texts: [(title: String, text: String)], _ because: String) {
        for item in items(texts) {
            #expect(learned(texts).stripped(item.summary ?? "") == item.summary, "\(because)")
        }
    }

    @Test func `are remembered when the document no longer shows them`() {
        var boilerplate = learned((1...4).map { ("Headline \($0)", "Support us\nText \($0)") })
        boilerplate = Boilerplate(boilerplate.lines)
        boilerplate.learn(from: items([("Headline 5", "Support us\nText 5")]))
        #expect(boilerplate.stripped("Support us\nText 5") == "Text 5")
    }

    @Test func `are known in part without learning`() {
        #expect(Boilerplate().stripped("A truce\nADVERTISEMENT\nholds\nЧитайте також") == "A truce\nholds")
        #expect(Boilerplate().stripped("An advertisement") == "An advertisement")
    }

    @Test func `are not collected without end`() {
        let many = (1...1_000).map { "line \($0)" }.joined(separator: "\n")
        #expect(learned((1...4).map { ("Headline \($0)", many) }).lines.count == 256)
    }
}
