/// What an item asks of a story before it joins it.
struct StoryDemand {
    /// What must be said for the story.
    var need: Float = 0
    /// What the words of the headline could say at most.
    private(set) var headline: Float = 0
    /// What all words could say at most.
    private(set) var all: Float = 0
    /// How much the words count together.
    private(set) var weight: Float = 0
    /// How many words of the headline are weighed.
    private var headlineWords = 0
    /// How many words are weighed.
    private(set) var words = 0

    /// Takes note of a word.
    mutating func add(_ piece: Evidence) {
        weight += piece.weight
        all += piece.most
        words += 1
        guard piece.isHeadline else { return }
        headline += piece.most
        headlineWords += 1
    }

    /// Whether a text stands below the headline.
    var hasText: Bool { words > headlineWords }

    /// Whether a story has enough of the item's words.
    ///
    /// Of a headline alone nothing is asked here. With a text below it, two of its words must be the story's, and a large
    /// part of what they could say; or a smaller part, where the text agrees. A headline of a word or two leaves it to
    /// the text.
    ///
    /// - Parameters:
    ///   - known: What those words of the headline could say that the story has.
    ///   - count: How many these are.
    ///   - knownOfAll: The same of all words.
    /// - Returns: Whether the story may take the item.
    func isMet(byHeadline known: Float, _ count: Int, all knownOfAll: Float) -> Bool {
        guard hasText else { return true }
        guard headlineWords > 2 else { return knownOfAll >= all * StoryModel.textShare }
        return known >= headline * StoryModel.headlineShare && count > 1
            || known >= headline * StoryModel.leastHeadlineShare && knownOfAll >= all * StoryModel.leastShare
    }
}
