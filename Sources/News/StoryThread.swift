public import FoundationEssentials

/// All that one list has found of one story, in the order in which it was found.
public struct StoryThread: Hashable, Sendable {
    /// An item of the story that the list hit.
    public struct Entry: Hashable, Sendable {
        /// What became of it.
        public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
            /// It rang.
            case rang
            /// It was folded into an alert that had rung.
            case folded
            /// It waits for another outlet to report the same.
            case held
        }

        /// What became of it.
        public var standing: Standing
        /// The alert that it raised or was folded into; nil while it is held.
        public var alert: String?
        /// Why, in words for people.
        public var because: String
        /// The publisher's name.
        public var outlet: String
        /// The headline.
        public var headline: String
        /// The address of the article.
        public var link: String?
        /// How far up the item the list was satisfied.
        public var level: Level
        /// What the hit leads to.
        public var decision: Decision
        /// How much the list said that it matters.
        public var priority: Priority
        /// When tocsin first saw it.
        public var found: Date

        /// An item that a list hit.
        public init(
            _ standing: Standing,
            alert: String?,
            because: String,
            outlet: String,
            headline: String,
            link: String?,
            level: Level,
            decision: Decision,
            priority: Priority,
            found: Date
        ) {
            self.standing = standing
            self.alert = alert
            self.because = because
            self.outlet = outlet
            self.headline = headline
            self.link = link
            self.level = level
            self.decision = decision
            self.priority = priority
            self.found = found
        }
    }

    /// What was found, oldest first.
    public var entries: [Entry]

    /// A thread.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }
}
