/// What one word of a text must be.
enum WordTest: Hashable, Sendable {
    /// This word, however it is written.
    case form(String)
    /// A word that begins so.
    case prefix(String)
    /// A word with open places.
    case pattern(WordPattern)
    /// This word in exactly this case.
    case exact(WordForm)
}

/// A word in which `?` stands for one character.
struct WordPattern: Hashable, Sendable {
    /// The characters; nil is any one.
    var scalars: [Unicode.Scalar?]
    /// Whether more may follow.
    var isOpen: Bool

    /// Whether a folded word fits.
    func matches(_ word: String) -> Bool {
        var rest = word.unicodeScalars[...]
        for wanted in scalars {
            guard let next = rest.popFirst(), wanted == nil || wanted == next else { return false }
        }
        return isOpen || rest.isEmpty
    }
}
