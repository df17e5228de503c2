public import FoundationEssentials
public import News

/// All that the store holds of a story.
public struct StoryRecord: Sendable {
    /// An item that tells it.
    public struct Piece: Hashable, Sendable {
        /// The item as it is now; its outlet is its feed's own title.
        public var item: Item
        /// When it was first seen.
        public var firstSeen: Date
        /// When it was last seen, or seen to have changed.
        public var lastSeen: Date
        /// Its earlier headlines, oldest first.
        public var edits: [Edit]
    }

    /// A headline that an item no longer has.
    public struct Edit: Hashable, Sendable {
        /// The headline.
        public var title: String
        /// When another took its place.
        public var until: Date
    }

    /// What became of an item that a list hit.
    public struct Report: Hashable, Sendable {
        /// The list.
        public var list: String
        /// The story.
        public var story: StoryID
        /// The item's feed.
        public var feedURL: String
        /// The item.
        public var itemIdentity: String
        /// What became of it, and why.
        public var entry: StoryThread.Entry
        /// The alert that it raised, or would have.
        public var alert: Alert
    }

    /// What it is known by.
    public var id: StoryID
    /// The items that tell it, oldest first.
    public var pieces: [Piece]
    /// What lists found in it, oldest first.
    public var reports: [Report]
}

/// A story in one line.
public struct StoryOverview: Hashable, Sendable {
    /// What it is known by.
    public var id: StoryID
    /// The headline of the first item that a list hit.
    public var headline: String
    /// When that was.
    public var first: Date
    /// When a list last hit an item of it.
    public var last: Date
    /// How many outlets lists hit.
    public var outlets: Int
    /// How many alerts it raised.
    public var alerts: Int
    /// The lists, in the order of their ids.
    public var lists: [String]
}
