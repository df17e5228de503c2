import Notifying

/// Signs of life: a message to the operator, and a ping for a service that rings when it stays away.
struct HeartbeatSettings: Sendable {
    /// How often the operator hears that all is well; nil for never.
    var every: Duration?
    /// The address that is asked while all is well.
    var ping: Secret?
    /// How often it is asked.
    var pingEvery = Duration.seconds(60)

    /// No signs of life.
    init() {}

    /// Reads them from `[alerts]`.
    init(_ table: inout SettingsTable, secrets: SecretSource) {
        let day = Duration.seconds(86_400)
        every = table.duration("heartbeat", in: Duration.seconds(3_600)...day * 31)
        if every != nil, !table.has("operator") {
            table.mistake("heartbeat needs operator, the channel that hears it", at: "heartbeat")
        }
        ping = secrets.secret("ping", in: &table)
        if let address = ping?.exposed, !address.hasPrefix("https://"), !address.hasPrefix("http://") {
            table.mistake("ping must be an address that begins with https:// or http://")
        }
        if let length = table.duration("ping_every", in: Duration.seconds(10)...day) {
            pingEvery = length
            if ping == nil { table.mistake("ping_every needs ping or ping_file", at: "ping_every") }
        }
    }
}
