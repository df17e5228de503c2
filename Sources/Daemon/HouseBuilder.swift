import FoundationEssentials
import Logging
import Matching
import News
import Notifying
import Storage
import Web

/// Builds everything that settings and lists amount to, beside whatever is in force.
struct HouseBuilder: Sendable {
    let store: any Store
    let web: HTTPClient
    let logger: Logger
    let now: @Sendable () -> Date
    let told = ToldRemarks()
    /// The stories of the last days, which outlive every reload.
    let stories = StoryDesk()

    /// The house that a start begins with.
    func first(_ configuration: Configuration) async throws -> House {
        let origins = Origins(files: configuration.files, folders: [configuration.watchlists])
        let lists = load(configuration)
        guard !lists.watches.isEmpty else { throw NoListError(folder: configuration.watchlists) }
        return try await build(configuration, lists.watches, lists.mistakes, origins)
    }

    /// The house after a reload: a list that now has mistakes stays as it was.
    func next(_ configuration: Configuration, after old: House) async throws -> House {
        guard configuration.storePath == old.configuration.storePath else {
            throw ConfigurationError(path: configuration.path, "a new [store] path takes a restart")
        }
        guard configuration.status.listen == old.configuration.status.listen else {
            throw ConfigurationError(path: configuration.path, "a new listen in [status] takes a restart")
        }
        let origins = Origins(files: configuration.files, folders: [configuration.watchlists])
        let lists = load(configuration)
        let kept = old.newsdesk.reader.watchlist.watches.filter { lists.broken.contains($0.id) }
        let watches = (lists.watches + kept).sorted { $0.id < $1.id }
        guard !watches.isEmpty else { throw NoListError(folder: configuration.watchlists) }
        return try await build(configuration, watches, lists.mistakes, origins)
    }

    private func load(_ configuration: Configuration) -> LoadedLists {
        let lists = LoadedLists(
            folder: configuration.watchlists,
            channels: configuration.channels.map(\.name)
        )
        let deadEnds = lists.watches.compactMap(configuration.routing.deadEnd)
        let templates = configuration.channels.flatMap(\.remarks)
        let news = Set(told.news(configuration.remarks + templates + lists.mistakes + deadEnds))
        for remark in configuration.remarks where news.contains(remark) {
            logger.warning("a list of feeds is not taken up whole", metadata: ["reason": "\(remark)"])
        }
        for channel in configuration.channels {
            for remark in channel.remarks where news.contains(remark) {
                logger.warning(
                    "a template is probably not as it was meant",
                    metadata: ["channel": "\(channel.name)", "reason": "\(remark)"]
                )
            }
        }
        for mistake in lists.mistakes where news.contains(mistake) {
            logger.error("a list has a mistake and is left as it was", metadata: ["mistake": "\(mistake)"])
        }
        for reason in deadEnds where news.contains(reason) {
            logger.warning("a list is heard by nobody", metadata: ["reason": "\(reason)"])
        }
        return lists
    }

    /// The store hears of feeds and lists last, when nothing can go wrong any more.
    private func build(
        _ configuration: Configuration,
        _ watches: [Watch],
        _ mistakes: [String],
        _ origins: Origins
    ) async throws -> House {
        let channels = try configuration.channels.map { try $0.make(web: web) }
        let versions = Dictionary(watches.map { ($0.id, $0.digestOfText) }) { first, _ in first }
        let since = try await store.registerLists(versions, now: now())
        try await store.register(configuration.feeds, now: now())
        let reader = Reader(watchlist: Watchlist(watches: watches), since: since)
        let usual = try await Budget.usual(configuration, store)
        if configuration.followsStories {
            try await stories.takeUp(from: store, configuration.feeds, now: now())
        }
        var house = House(
            configuration,
            reader: reader,
            channels: channels,
            usual: usual,
            origins: origins,
            stories: configuration.followsStories ? stories : nil
        )
        house.mistakes = mistakes
        if !mistakes.isEmpty {
            let notices = house.newsdesk.owe(Notice(mistakes: mistakes, now: now()), now: now())
            _ = try await store.write(OutboxStep(channel: "", notices: notices), now: now())
        }
        giveMemoryBack()
        return house
    }
}

extension Notice {
    /// Lists that have mistakes; the same ones are told once a day.
    fileprivate init(mistakes: [String], now: Date) {
        let count = mistakes.count == 1 ? "a list has a mistake" : "lists have \(mistakes.count) mistakes"
        self.init(
            kind: "list-rejected",
            feedURL: "",
            title: "tocsin: \(count)",
            text:
                "\(mistakes.joined(separator: "; ")). What was in force before stays so; a list that is new waits.",
            occasion: "\(Int(now.timeIntervalSince1970 / 86_400)) \(mistakes)",
            found: now
        )
    }
}

/// There is not a single list that could ring.
struct NoListError: Error, CustomStringConvertible {
    let folder: String

    var description: String {
        "no list in \(folder) can be used; tocsin check shows what is wrong"
    }
}
