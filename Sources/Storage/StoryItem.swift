public import FoundationEssentials
public import News

/// An item as stories are told from it.
public struct StoryItem: Hashable, Sendable {
    /// The address of its feed.
    public var feedURL: String
    /// The headline.
    public var title: String
    /// What stands below it: the summary, or else how the article begins.
    public var lead: String
    /// When it was first seen.
    public var seen: Date
    /// The story that it tells.
    public var story: StoryID

    /// How much of an article stands for a summary that is missing, in characters.
    public static let leadLength = 600
}
