internal import FoundationEssentials

/// The words of a headline, as its facts are compared.
struct HeadlineWords: Hashable {
    /// One word.
    struct Word: Hashable {
        /// As it is written.
        var text: String
        /// What it is compared as; 0 for one that tells nothing.
        var term: UInt64
        /// Whether it may be a name: it has a capital of its own, or begins the headline with one.
        var mayBeName: Bool
        /// The figure that it is; nil for other words.
        var figure: String?
        /// Whether it denies.
        var denies: Bool
    }

    /// All of them, in their order.
    private(set) var all: [Word] = []

    /// Cuts a headline.
    init(_ headline: String) {
        for (number, piece) in Self.pieces(of: headline).enumerated() {
            let term = StoryScanner.words(of: piece, limit: 1, common: CommonWords.terms).first?.term ?? 0
            all.append(
                Word(
                    text: piece,
                    term: term,
                    mayBeName: piece.first?.isUppercase == true,
                    figure: Figures.figure(piece),
                    denies: Denials.denies(piece)
                        || number > 0 && Denials.isTurnedDown(all[number - 1].text, piece)
                )
            )
        }
        // Where most words have a capital, none tells a name.
        let long = all.filter { $0.text.count > 3 && $0.figure == nil }
        if long.count(where: \.mayBeName) * 5 >= long.count * 4, long.count > 2 {
            for place in all.indices { all[place].mayBeName = false }
        }
    }

    /// Runs of letters and digits, with apostrophes, and with points and commas between digits.
    private static func pieces(of headline: String) -> [String] {
        let characters = Array(headline)
        var pieces: [String] = []
        var piece = ""
        for (place, character) in characters.enumerated() {
            let next = place + 1 < characters.count ? characters[place + 1] : " "
            let joins =
                "'’".contains(character) && next.isLetter && !piece.isEmpty
                || ".,".contains(character) && next.isNumber && piece.last?.isNumber == true
            if character.isLetter || character.isNumber || joins {
                piece.append(character)
            } else if !piece.isEmpty {
                pieces.append(piece)
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    /// What tells something, without what denies and without figures.
    var content: [Word] { all.filter { $0.term != 0 && !$0.denies && $0.figure == nil } }

    /// Whether it says that something is not so.
    var denies: Bool { all.contains(where: \.denies) }

    /// The figures, each with the word that says what it counts.
    var figures: [(value: String, counted: Word)] {
        all.indices.compactMap { place in
            guard let value = all[place].figure else { return nil }
            let after = all[(place + 1)...].prefix(2).first { $0.term != 0 && $0.figure == nil }
            let before = all[..<place].last.flatMap { $0.term != 0 && $0.figure == nil ? $0 : nil }
            return (after ?? before).map { (value, $0) }
        }
    }
}

extension HeadlineWords.Word {
    /// Whether two words of five letters or more differ in two at most: `Zelensky`, `Zelenskyy`, `Selenskyj`.
    func isVariant(of word: HeadlineWords.Word) -> Bool {
        let (one, other) = (Array(folded(text)), Array(folded(word.text)))
        guard min(one.count, other.count) >= 5, abs(one.count - other.count) <= 2 else { return false }
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var before = row[0]
            row[0] = line + 1
            for (column, opposite) in other.enumerated() {
                let change = before + (letter == opposite ? 0 : 1)
                before = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count] <= 2
    }
}

/// Figures in headlines.
private enum Figures {
    private static let spelt = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]

    /// The value of a word, as text: `1,000` is 1000, `two` is 2; nil for a word that is none, for years and for `18th`.
    static func figure(_ word: String) -> String? {
        if let place = spelt.firstIndex(of: word.lowercased()) { return "\(place + 2)" }
        guard word.first?.isNumber == true, !word.contains(where: \.isLetter) else { return nil }
        var digits = word.filter { $0 != "," }
        // A comma before one or two digits divides decimals.
        if let comma = word.lastIndex(of: ","), word[comma...].count < 4 {
            digits = word.replacing(",", with: ".")
        }
        if digits.count == 4, let year = Int(digits), (1_900...2_100).contains(year) { return nil }
        return digits
    }
}

/// Words that say that something is not so, or is not to be.
private enum Denials {
    private static let words: Set<String> = [
        "not", "no", "never", "dont", "doesnt", "didnt", "wont", "cant", "cannot", "isnt", "arent", "wasnt",
        "nicht", "nie", "dementiert", "pas", "niega", "nega", "nem", "не", "нет", "ні", "немає", "değil",
        "hayır",
    ]
    private static let beginnings = [
        "denie", "deny", "reject", "refus", "rebuff", "cancel", "declin", "kein", "ablehn", "abgelehnt",
        "verweiger",
        "rejet", "dément", "rechaz", "desmient", "odrzuc", "zaprzecz", "отказ", "отверг", "отклон",
        "опроверг", "отмен",
        "відмов", "відкин", "відхил", "спрост", "скас", "reddet", "yalanla",
    ]
    private static let turns: Set<String> = [
        "turn", "turns", "turned", "rule", "rules", "ruled", "call", "calls", "called", "lehnt", "lehnen",
    ]
    private static let ways: Set<String> = ["down", "out", "off", "ab"]

    static func denies(_ word: String) -> Bool {
        let word = word.lowercased().filter { $0 != "'" && $0 != "’" }
        return words.contains(word) || beginnings.contains { word.hasPrefix($0) }
    }

    /// `turns down`, `rules out`, `calls off`.
    static func isTurnedDown(_ first: String, _ second: String) -> Bool {
        turns.contains(first.lowercased()) && ways.contains(second.lowercased())
    }
}
