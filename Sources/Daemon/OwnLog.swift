import Glibc
public import Logging

/// The log of this process: in the journal where standard error leads there, else on standard error.
public struct OwnLog: Sendable {
    /// Whether the journal reads what is written to standard error.
    let isJournal: Bool
    private let form: StandardErrorLog.Form

    /// The log that suits where standard error leads to.
    public init(environment: [String: String]) {
        isJournal = Self.leadsToJournal(environment["JOURNAL_STREAM"])
        let isColoured = isatty(STDERR_FILENO) == 1 && environment["NO_COLOR"] == nil
        form = isJournal ? .journal : .terminal(colour: isColoured)
    }

    /// A logger of a level.
    public func logger(level: Logger.Level) -> Logger {
        let journal = isJournal ? JournalLog(level: level) : nil
        return Logger(label: "tocsin") { _ in
            if let journal { return journal }
            return StandardErrorLog(level: level, form: form)
        }
    }

    /// The variable is inherited by children whose standard error may lead elsewhere: device and inode decide.
    private static func leadsToJournal(_ stream: String?) -> Bool {
        var facts = stat()
        guard let stream, fstat(STDERR_FILENO, &facts) == 0 else { return false }
        return stream == "\(facts.st_dev):\(facts.st_ino)"
    }
}
