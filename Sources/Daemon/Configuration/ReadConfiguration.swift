import FoundationEssentials
import Glibc
import News
public import Notifying
import Storage

extension Configuration {
    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - path: The file; nil looks in the usual places.
    ///   - environment: The process's environment, for secrets.
    ///   - files: Takes down which files are read, also where there are mistakes.
    /// - Returns: The settings.
    /// - Throws: `ConfigurationError` with every mistake, not only the first.
    public static func read(
        path: String?,
        environment: [String: String],
        files: FilesRead = FilesRead()
    ) throws(ConfigurationError) -> Configuration {
        let (path, text) = try locate(path, files)
        return try Configuration(text: text, path: path, environment: environment, files: files)
    }

    /// Reads the settings from a text.
    ///
    /// - Parameters:
    ///   - text: The TOML.
    ///   - path: The file it came from; relative paths start in its folder.
    ///   - environment: The process's environment, for secrets.
    ///   - files: Takes down which files are read.
    /// - Throws: `ConfigurationError` with every mistake.
    public init(
        text: String,
        path: String,
        environment: [String: String],
        files: FilesRead = FilesRead()
    ) throws(ConfigurationError) {
        var mistakes: [SettingsMistake] = []
        self = try Configuration(
            text: text,
            path: path,
            environment: environment,
            files: files,
            mistakes: &mistakes
        )
        guard mistakes.isEmpty else { throw ConfigurationError(path: path, mistakes) }
    }

    /// Reads what can be read and collects the rest, so that a check can go on to the lists.
    ///
    /// - Throws: Only where the text is not TOML at all.
    init(
        text: String,
        path: String,
        environment: [String: String],
        files: FilesRead = FilesRead(),
        mistakes: inout [SettingsMistake]
    ) throws(ConfigurationError) {
        var root = try SettingsFile.table(of: text, path: path)
        let folder = path.lastIndex(of: "/").map { path == "/" ? "/" : String(path[..<$0]) } ?? "."
        let secrets = SecretSource(environment: environment, settingsFolder: folder, files: files)
        func inFolder(_ name: String) -> String {
            name.hasPrefix("/") ? name : folder == "." ? name : folder + "/" + name
        }

        self.path = path
        self.folder = folder
        watchlists = inFolder(root.string("watchlists") ?? "watchlists")
        opml = (root.strings("opml") ?? []).map(inFolder)
        poll = Poll(&root, secrets: secrets, inFolder: inFolder)
        let store = Self.store(&root)
        storePath = inFolder(store.path ?? "tocsin.sqlite")
        if let texts = store.retention { retention.texts = texts }
        status = Status(&root, secrets: secrets)
        feeds = []
        channels = []
        defaultChannels = []
        readChannels(&root, secrets: secrets)
        timetable.rules = rules
        readAlerts(&root, secrets: secrets)
        readFeeds(&root, secrets: secrets, inFolder: inFolder)
        readSubscriptions(&root, files)
        self.files = files.stamps
        mistakes += root.finish()
    }

    /// The text of a settings file, and its name where nobody gave one.
    static func locate(
        _ path: String?,
        _ files: FilesRead = FilesRead()
    ) throws(ConfigurationError) -> (path: String, text: String) {
        guard let path = path ?? usualPaths.first(where: { Glibc.access($0, F_OK) == 0 }) else {
            let places = usualPaths.joined(separator: " and ")
            throw ConfigurationError(
                path: "tocsin.toml",
                "there are no settings (looked at \(places)); name a file with --config, "
                    + "or copy examples/tocsin.toml to ./tocsin.toml"
            )
        }
        files.note(path)
        return (path, try text(of: path))
    }

    private static func text(of path: String) throws(ConfigurationError) -> String {
        switch readFile(path, limit: 4 << 20) {
        case .success(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ConfigurationError(path: path, "is not UTF-8 text")
            }
            return text
        case .failure(let problem):
            throw ConfigurationError(path: path, problem.description)
        }
    }

    private static func store(_ root: inout SettingsTable) -> (path: String?, retention: Duration?) {
        guard var table = root.table("store") else { return (nil, nil) }
        let path = table.string("path")
        // An id that is forgotten while its feed still serves it would ring again: ids stay, whatever is said here.
        let retention = table.duration("retention", in: Duration.seconds(86_400)...Retention().identities)
        root.absorb(table.finish())
        return (path, retention)
    }

    private mutating func readChannels(_ root: inout SettingsTable, secrets: SecretSource) {
        for var table in root.tables("channel") {
            if let channel = ChannelConfiguration(&table, folder: folder, secrets: secrets) {
                if channels.contains(where: { $0.name == channel.name }) {
                    table.mistake("there are two channels named \(channel.name)", at: "name")
                }
                channels.append(channel)
                rules[channel.name] = ChannelRules(&table, type: channel.type)
                root.absorb(table.finish())
            } else {
                // Without a type nobody knows which keys belong here: unknown ones are not called so.
                root.absorb(table.mistakes)
            }
        }
        if channels.isEmpty, !root.has("channel") {
            var table = SettingsTable(
                title: "[[channel]]",
                entries: [
                    "name": .init(.string("console"), line: 1), "type": .init(.string("stdout"), line: 1),
                ],
                line: 1
            )
            channels = [ChannelConfiguration(&table, folder: folder, secrets: secrets)].compactMap(\.self)
        }
        defaultChannels = channels.map(\.name)
    }

    private mutating func readAlerts(_ root: inout SettingsTable, secrets: SecretSource) {
        guard var table = root.table("alerts") else { return }
        let known = channels.map(\.name)
        if let names = table.strings("channels") {
            for name in names where !known.contains(name) {
                table.mistake(Self.unknownChannel(name, known: known), at: "channels")
            }
            defaultChannels = names
        }
        if let name = table.string("operator") {
            if !known.contains(name) {
                table.mistake(Self.unknownChannel(name, known: known), at: "operator")
            }
            operatorChannel = name
        }
        followsStories = table.boolean("stories") ?? followsStories
        if let name = table.string("time_zone") {
            let clock = WallClock(zone: name)
            if clock == nil { table.mistake(WallClock.unknownZone(name), at: "time_zone") }
            timetable.clock = clock ?? timetable.clock
        }
        heartbeat = HeartbeatSettings(&table, secrets: secrets)
        timetable.digestTimes = table.digestTimes() ?? timetable.digestTimes
        timetable.quietHours = table.quietHours() ?? timetable.quietHours
        root.absorb(table.finish())
    }

    /// What is said of a channel that the settings do not have.
    static func unknownChannel(_ name: String, known: [String]) -> String {
        let near = nearest(to: name, among: known).map { "did you mean \($0)?" }
        return "there is no channel named \(name); " + (near ?? "known: \(known.joined(separator: ", "))")
    }
}

extension Configuration.Poll {
    fileprivate init(
        _ root: inout SettingsTable,
        secrets: SecretSource,
        inFolder: (String) -> String
    ) {
        guard var table = root.table("poll") else { return }
        let anyLength = Duration.seconds(1)...Duration.seconds(7 * 86_400)
        min = table.duration("min", in: anyLength) ?? min
        max = table.duration("max", in: anyLength) ?? max
        if min > max {
            table.mistake("min in [poll] (\(say(min))) is longer than max (\(say(max)))", at: "min")
        }
        concurrency = table.integer("concurrency", in: 1...1_000) ?? concurrency
        perHost = table.integer("per_host", in: 1...100) ?? perHost
        gap = table.duration("gap", in: .zero...Duration.seconds(3_600)) ?? gap
        lookback = table.duration("lookback", in: .zero...Duration.seconds(36_500 * 86_400)) ?? lookback
        contact = table.string("contact")
        access = FeedAccess(&table, general: FeedAccess(), secrets: secrets, inFolder: inFolder)
        if let text = table.string("budget") {
            budget = readBudget(text)
            if budget == nil {
                table.mistake(
                    "budget must be a number of polls such as \"60/min\", \"500/h\" or \"9000/day\"",
                    at: "budget"
                )
            }
        }
        root.absorb(table.finish())
    }
}

/// Reads a number of polls in a length of time, as polls a day: "60/min" is 86,400.
private func readBudget(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let perDay = ["s": 86_400.0, "min": 1_440, "m": 1_440, "h": 24, "hour": 24, "d": 1, "day": 1]
    guard parts.count == 2, let number = Int(parts[0]), (1...1_000_000_000).contains(number),
        let times = perDay[String(parts[1])]
    else { return nil }
    return Double(number) * times
}
