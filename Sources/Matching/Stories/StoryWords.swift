/// The words of an item, as stories compare them.
struct StoryWords {
    /// One word.
    struct Word {
        /// The hash of what it is compared as; 0 for a word that tells nothing.
        var term: UInt64
        /// The same of the word before and this one, written together; 0 for the first.
        var joined: UInt64
        /// Whether it begins with a capital.
        var isCapital: Bool
        /// Whether a capital, or none, is its own: it is no number, and begins no sentence.
        var hasOwnCase: Bool
        /// 0 in the headline; below it the number of the sentence, from 1.
        var sentence = 0
    }

    /// Those of the headline, then those of the summary.
    private(set) var all: [Word]
    /// What each sentence below the headline is known by; 0 for one that is too short to be known.
    private(set) var sentences: [UInt64] = []

    /// Words of an item that are read.
    private static let limit = 96

    /// Cuts an item's texts into words.
    init(title: String, summary: String, publisher: String) {
        let headline = Headline.withoutPublisher(title, publisher)
        all = Self.words(of: headline, limit: Self.limit)
        headlineCount = all.count
        for sentence in Sentences.pieces(of: summary) where all.count < Self.limit {
            add(sentence)
        }
    }

    private mutating func add(_ sentence: String) {
        var words = Self.words(of: sentence, limit: Self.limit - all.count)
        for place in words.indices { words[place].sentence = sentences.count + 1 }
        sentences.append(Sentences.key(of: words.map(\.term).filter { $0 != 0 }))
        all += words
    }

    /// The words of one text; where most begin with a capital, capitals tell nothing.
    private static func words(of text: String, limit: Int) -> [Word] {
        var words = StoryScanner.words(of: text, limit: limit, common: CommonWords.terms)
        if words.count(where: \.isCapital) * 5 >= words.count * 3 {
            for place in words.indices { words[place].hasOwnCase = false }
        }
        return words
    }

    /// How many words the headline has, those that tell nothing among them.
    let headlineCount: Int
}

/// The publisher's name at the end of a headline, which aggregators put there.
enum Headline {
    /// A headline without it.
    static func withoutPublisher(_ title: String, _ publisher: String) -> String {
        guard !publisher.isEmpty, let cut = lastSeparator(in: title) else { return title }
        let tail = Words.plain(String(title[cut...]))
        let name = Words.plain(publisher)
        guard let first = tail.first, !name.isEmpty else { return title }
        let isName = first == name.first || tail.allSatisfy(name.contains)
        return isName ? String(title[..<cut]) : title
    }

    /// Where ` - `, ` | ` or a dash with spaces stands last.
    private static func lastSeparator(in title: String) -> String.Index? {
        let scalars = title.unicodeScalars
        var place = scalars.endIndex
        while place > scalars.startIndex {
            place = scalars.index(before: place)
            switch scalars[place] {
            case "-", "|", "–", "—":
                let next = scalars.index(after: place)
                guard place > scalars.startIndex, next < scalars.endIndex, scalars[next] == " ",
                    scalars[scalars.index(before: place)] == " "
                else { continue }
                return scalars.index(before: place)
            default: continue
            }
        }
        return nil
    }
}

extension CommonWords {
    /// What they are compared as.
    static let terms = Set(
        lists.flatMap { list in
            list.split(separator: " ").flatMap { StoryScanner.words(of: String($0), limit: 4, common: []) }
                .map(\.term)
        }
    )
}
