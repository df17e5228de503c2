import Glibc

/// What is assumed of stories; the rest is learnt.
///
/// An item's words come from its story with a certain probability, else from the language at large. The sum over its
/// words of the logarithm of how much likelier they are in a story than elsewhere says how well the story explains it.
/// How the figures were found: `docs/decisions/2026-11-25-stories.md`.
enum StoryModel {
    /// The part of an item's words that come from its story.
    private static let fromStory: Float = 0.15
    /// How much likelier a word is in a story that has it in all items, for each time it is rarer elsewhere.
    static let lift = fromStory / (1 - fromStory)
    /// What a word costs that the story does not have.
    static let silence = -logarithm(1 - fromStory)
    /// What is added to a count before it is divided by: one sighting proves little.
    static let doubt: Float = 0.5
    /// How many stories are taken to be told before any is seen.
    static let assumedStories: Float = 200
    /// What must be explained beside the words themselves, and beside what chance would explain: of so many stories, one
    /// fits by accident.
    static let threshold: Float = -4.9
    /// How far from certain a single item leaves it that a word is its story's.
    static let caution: Float = 0.7
    /// How much it speaks against a story that the item lacks what most of its items have.
    static let absence: Float = 0.4
    /// Items without any word that a story is given for that, so that a single item is not held to all of its words.
    static let silentItems: Float = 2
    /// How much names count above, and common words below, a word of which nothing is known.
    static let names: Float = 0.4
    /// Words of an item that are looked at.
    static let wordLimit = 48
    /// Stories that are kept for a word, a power of two: those that have it most often, then the youngest.
    static let storiesOfWord = 16

    /// How much the words of the first sentence below a headline count, and those of later ones.
    static let lead: Float = 0.3
    static let laterSentences: Float = 0.2
    /// What must be explained more where a text stands below the headline.
    static let textThreshold: Float = 2.2
    /// The part of a headline that a story must have, where a text stands below that need not agree.
    static let headlineShare: Float = 0.6
    /// The part of a headline that it must have in any case, and then of all words.
    static let leastHeadlineShare: Float = 0.3
    static let leastShare: Float = 0.28
    /// The part of all words that it must have where the headline has one word or two.
    static let textShare: Float = 0.4
    /// A sentence that so many stories have tells nothing.
    static let repeated: Float = 1.5

    /// How much the words of a sentence count; those of the headline whole.
    static func weight(ofSentence number: Int) -> Float {
        number == 0 ? 1 : number == 1 ? lead : laterSentences
    }

    /// The part of what an item's words could say that a story must say, none for headlines.
    ///
    /// The words of a sentence come together, and outlets share sentences of no content; the longer the text, the less
    /// a few shared ones prove.
    ///
    /// - Parameter count: How many words the headline has; what comes without one is all headline.
    /// - Returns: The part, between 0 and 1.
    static func wantedShare(ofWords count: Int) -> Float {
        0.25 * min(1, max(0, Float(count - 14) / 10))
    }
}

/// The natural logarithm.
@inline(__always)
func logarithm(_ value: Float) -> Float { logf(value) }
