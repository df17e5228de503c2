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

    /// The form that suits where standard error leads to.
    public static func form(environment: [String: String]) -> Form {
        if environment["JOURNAL_STREAM"] != nil { return .journal }
        return .terminal(colour: isatty(STDERR_FILENO) == 1 && environment["NO_COLOR"] == nil)
    }

    /// One fact of every line.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line, in one call.
    public func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let tail = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\(quoted("\($0.value)"))" }.joined()
        let line = Array("\(head(event.level))\(event.message)\(tail)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func head(_ level: Logger.Level) -> String {
        switch form {
        case .journal:
            return "<\(priority(level))>"
        case .terminal(let colour):
            let word = "\(level)"
            let padded = word + String(repeating: " ", count: max(0, 7 - word.count))
            let isLoud = colour && level >= .warning
            return "\(timeOfDay()) \(isLoud ? "\u{1B}[31m\(padded)\u{1B}[0m" : padded) "
        }
    }

    private func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
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

    /// One line whatever the value holds: a feed's text may reach an error's text.
    private func quoted(_ value: String) -> String {
        let plain = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "\"" }
        if plain, !value.isEmpty { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "'"
            case "\n": text += isatty(STDERR_FILENO) == 1 ? "\n    " : " | "
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): text += "?"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
