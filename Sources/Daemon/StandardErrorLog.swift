import Glibc
public import Logging

/// The daemon's own log, on standard error: for a person at a terminal, or for the journal.
public struct StandardErrorLog: LogHandler {
    /// How a line begins.
    public enum Form: Sendable {
        /// With the time of day and the level.
        case terminal(colour: Bool)
        /// With the syslog level in angle brackets, as systemd reads it.
        case journal
    }

    /// What every line carries.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    private let form: Form

    /// A log of the given level and form.
    public init(level: Logger.Level, form: Form) {
        logLevel = level
        self.form = form
    }

    /// One fact of every line.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line, in one call.
    public func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let breaks = isatty(STDERR_FILENO) == 1 ? "\n    " : " | "
        let line = Array((head(event.level) + logLine(event.message, facts, breaks: breaks) + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func head(_ level: Logger.Level) -> String {
        switch form {
        case .journal:
            return "<\(level.priority)>"
        case .terminal(let colour):
            let word = "\(level)"
            let padded = word + String(repeating: " ", count: max(0, 7 - word.count))
            let isLoud = colour && level >= .warning
            return "\(timeOfDay()) \(isLoud ? "\u{1B}[31m\(padded)\u{1B}[0m" : padded) "
        }
    }

    private func timeOfDay() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(
            separator: ":"
        )
    }
}
