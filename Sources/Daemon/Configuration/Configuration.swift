import FoundationEssentials
public import News
public import Notifying
import Storage

/// The settings, read once, checked as a whole, and passed down.
public struct Configuration: Sendable {
    /// How feeds are polled.
    public struct Poll: Hashable, Sendable {
        /// The shortest interval that tocsin chooses by itself.
        public var min = Duration.seconds(300)
        /// The longest.
        public var max = Duration.seconds(6 * 3_600)
        /// How many polls a day may be made in all; nil asks as often as serves the news.
        public var budget: Double?
        /// How many requests run at once.
        public var concurrency = 64
        /// How many of them may go to one host.
        public var perHost = 1
        /// The pause between two requests to one host.
        public var gap = Duration.seconds(2)
        /// How old an item may be at a feed's first fetch and still ring.
        public var lookback = Duration.seconds(6 * 3_600)
        /// Where publishers can reach the person who polls them; goes into the User-Agent.
        public var contact: String?
        /// How all feeds are asked that do not say otherwise.
        var access = FeedAccess()
    }

    /// Where the settings were read from, as the person named it.
    public var path: String
    /// The settings file and all others that were read with it, each as it was then.
    var files: [String: FileStamp?] = [:]
    /// The folder of the settings; relative paths in them start there.
    public var folder: String
    /// The folder with the watch files.
    public var watchlists: String
    /// The feeds, each address once.
    public var feeds: [Feed]
    /// The lists of feeds that they come from besides the `[[feed]]` tables.
    public var opml: [String] = []
    /// What was left out of the lists of feeds, a sentence each.
    public var remarks: [String] = []
    /// How feeds are asked whose tables say more than `[poll]` does, by their addresses.
    var access: [String: FeedAccess] = [:]
    /// How they are polled.
    public var poll = Poll()
    /// Where the status is served.
    var status = Status()
    /// The database.
    public var storePath: String
    /// How long things are kept in it.
    var retention = Retention()
    /// The channels.
    public var channels: [ChannelConfiguration]
    /// The channels of a list that names none.
    public var defaultChannels: [String]
    /// What each channel takes, by its name.
    var rules: [String: ChannelRules] = [:]
    /// The channel that hears of feeds that ail, are well again or have moved; nil where only the log does.
    public var operatorChannel: String?
    /// How the operator hears that all is well.
    var heartbeat = HeartbeatSettings()
    /// When channels are told.
    var timetable = Timetable()
    /// Whether items that tell one story ring once.
    public var followsStories = true

    /// Which channels a list's alerts go to.
    var routing: Routing { Routing(defaultChannels: defaultChannels, rules: rules) }

    /// Where the settings are looked for when nobody names them.
    public static let usualPaths = ["tocsin.toml", "/etc/tocsin/tocsin.toml"]
}
