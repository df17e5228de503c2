public import Logging

/// The daemon's own log in systemd's journal, with a field for each fact: `journalctl TOCSIN_FEED=…` finds it.
///
/// What the journal does not take goes to standard error.
public struct JournalLog: LogHandler {
    /// What every line carries.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    private let socket: DatagramSocket
    private let fallback: StandardErrorLog

    /// A log of the given level; nil where the journal has no socket.
    init?(level: Logger.Level, socket address: String = "/run/systemd/journal/socket") {
        guard let socket = DatagramSocket(to: address) else { return nil }
        self.socket = socket
        logLevel = level
        fallback = StandardErrorLog(level: level, form: .journal)
    }

    /// One fact of every line.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one entry, whose message holds the facts, too.
    public func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        var entry = JournalEntry()
        entry.add("MESSAGE", logLine(event.message, facts, breaks: " | "))
        entry.add("PRIORITY", "\(event.level.priority)")
        entry.add("SYSLOG_IDENTIFIER", "tocsin")
        for (key, value) in facts { entry.add("TOCSIN_\(key)", "\(value)") }
        if !socket.send(entry.bytes) { fallback.log(event: event) }
    }
}
