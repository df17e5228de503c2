import Glibc
import Testing

@testable import Daemon

@Suite struct `The log of the process` {
    @Test func `goes to the journal where standard error leads there`() {
        var facts = stat()
        fstat(STDERR_FILENO, &facts)
        let rows: [(stream: String?, isJournal: Bool, because: String)] = [
            (nil, false, "started by hand"),
            ("\(facts.st_dev):\(facts.st_ino)", true, "systemd names what standard error is"),
            ("\(facts.st_dev):\(facts.st_ino + 1)", false, "inherited, and standard error leads elsewhere"),
            ("", false, "empty"),
        ]
        for row in rows {
            let environment = row.stream.map { ["JOURNAL_STREAM": $0] } ?? [:]
            #expect(OwnLog(environment: environment).isJournal == row.isJournal, "\(row.because)")
        }
    }
}
