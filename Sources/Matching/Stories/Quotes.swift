/// Words that somebody is quoted with, and who said them.
public struct Quote: Hashable, Sendable, Codable {
    /// What was said.
    public var text: String
    /// Who said it; nil where no plain pattern tells.
    public var speaker: String?

    /// A quote.
    public init(text: String, speaker: String?) {
        self.text = text
        self.speaker = speaker
    }
}

/// Finds quotes of three words or more, and the name beside a verb of saying next to them: `“…”, said X`, `“…”, X said`,
/// `X said: “…”`.
enum Quotes {
    private static let pairs: [Character: Set<Character>] = [
        "“": ["”", "“"], "\"": ["\""], "«": ["»"], "„": ["“", "”"], "»": ["«"],
    ]
    private static let verbs: Set<String> = [
        "said", "says", "told", "tells", "wrote", "writes", "added", "adds", "warned", "sagte", "sagt",
        "erklärte", "dit",
        "déclaré", "affirmé", "dijo", "afirmó", "powiedział", "powiedziała", "сказал", "сказала", "заявил",
        "заявила",
        "сказав", "заявив", "dedi",
    ]
    /// How many words beside a quote are looked at.
    private static let reach = 6

    /// The quotes of a text, in their order.
    static func all(in text: String) -> [Quote] {
        let characters = Array(text)
        var quotes: [Quote] = []
        var place = 0
        while place < characters.count {
            guard let closers = pairs[characters[place]],
                let end = characters[(place + 1)...].firstIndex(where: { closers.contains($0) || $0 == "\n" }
                ),
                closers.contains(characters[end])
            else {
                place += 1
                continue
            }
            let said = String(characters[(place + 1)..<end])
            if said.split(separator: " ").count >= 3 {
                let after = words(sentence(characters[(end + 1)...].prefix(80))).prefix(reach)
                let before = words(characters[..<place].suffix(80)).suffix(reach)
                quotes.append(
                    Quote(text: said, speaker: speaker(in: Array(after)) ?? speaker(in: Array(before)))
                )
            }
            place = end + 1
        }
        return quotes
    }

    /// All up to the first sentence's end; an abbreviation of three letters, as in "Mr.", is none.
    private static func sentence(_ characters: ArraySlice<Character>) -> ArraySlice<Character> {
        let end = characters.indices.first { place in
            guard ".!?".contains(characters[place]) else { return false }
            let next = characters[(place + 1)...].first
            let word = characters[..<place].reversed().prefix(while: \.isLetter)
            return word.count > 3 && next?.isWhitespace != false
        }
        return end.map { characters[..<$0] } ?? characters
    }

    private static func words(_ characters: ArraySlice<Character>) -> [String] {
        let line = characters.prefix { $0 != "\n" }
        return line.split { !$0.isLetter && $0 != "-" && $0 != "’" && $0 != "'" }.map { String($0) }
    }

    /// The capitals behind the verb, else those before it.
    private static func speaker(in words: [String]) -> String? {
        guard let verb = words.firstIndex(where: { verbs.contains($0.lowercased()) }) else { return nil }
        func isName(_ word: String) -> Bool { word.first?.isUppercase == true }
        let behind = words[(verb + 1)...].prefix(while: isName)
        let before = words[..<verb].reversed().prefix(while: isName).reversed()
        let name = before.isEmpty ? Array(behind) : Array(before)
        return name.isEmpty ? nil : name.joined(separator: " ")
    }
}
