/// The words of queries that are compiled together, each read once.
///
/// Lists and names files say the same few thousand words again and again; whoever says one shares what was read of it.
final class WordBook {
    private var words: [String: PhraseWord?] = [:]

    /// Reads a word; nil where there is nothing but punctuation.
    func word(_ text: String) throws(WatchlistError.Kind) -> PhraseWord? {
        if let known = words[text] { return known }
        let word = try PhraseWord(text)
        words[text] = .some(word)
        return word
    }
}
