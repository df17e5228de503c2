/// What is known of the feed itself while its elements come in.
struct FeedDraft {
    var id: String?
    var title = Ranked<String>()
    var description = Ranked<String>()
    var link = Ranked<String>()
    var language = Ranked<String>()
    var authors: [String] = []
    var ttlMinutes: Int?
    var skipHours: [Int] = []
    var skipDays: [String] = []
    var updatePeriod: String?
    var updateFrequency: Int?

    func copy(into feed: inout ParsedFeed) {
        feed.id = id
        feed.title = title.value
        feed.description = description.value
        feed.link = link.value
        feed.language = language.value
        feed.ttlMinutes = ttlMinutes
        feed.skipHours = skipHours
        feed.skipDays = skipDays
        feed.syndicationInterval = syndicationInterval
    }

    mutating func addSkipHour(_ text: String) {
        guard let hour = Int(text), (0...24).contains(hour) else { return }
        let normal = hour % 24
        if !skipHours.contains(normal) { skipHours.append(normal) }
    }

    mutating func addSkipDay(_ text: String) {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        guard let day = days.first(where: { $0.lowercased() == text.lowercased() }) else { return }
        skipDays.add(day)
    }

    /// The period divided by the frequency; the module's defaults are once a day.
    private var syndicationInterval: Duration? {
        guard updatePeriod != nil || updateFrequency != nil else { return nil }
        let hours: [String: Int] = ["hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760]
        guard let period = hours[updatePeriod?.lowercased() ?? "daily"] else { return nil }
        return .seconds(period * 3600 / max(1, min(updateFrequency ?? 1, 3600)))
    }
}
