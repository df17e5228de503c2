import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `Lists that have gone quiet` {
    /// When a list rang, in days before now, and whether that is quiet.
    static let rows: [(days: [Double], changed: Double, isQuiet: Bool, because: String)] = [
        ([], 90, false, "a list that never rang has no habit"),
        ([20, 18, 16, 14, 12], 90, false, "five times are no habit"),
        ([23, 22, 21, 20, 19, 18], 90, true, "daily, and now for 18 days"),
        ([13, 12, 11, 10, 9, 8, 4.9], 90, false, "less than five times the usual gap"),
        ([88, 76, 64, 52, 40, 28], 90, false, "a rare list may be silent for long"),
        ([10.5, 10.4, 10.3, 10.2, 10.1, 10], 90, false, "one burst is no habit"),
        ([9, 8.5, 8, 3, 2, 1.5, 1], 90, false, "silent for less than five gaps of more than a day"),
        ([5.0, 4.8, 4.6, 4.4, 4.2, 4, 2, 0.9], 90, false, "never told within a day"),
        ([23, 22, 21, 20, 19, 18], 3, false, "the list was changed three days ago"),
    ]

    @Test(arguments: rows)
    func `are those that usually ring`(
        _ days: [Double],
        _ changed: Double,
        _ isQuiet: Bool,
        _ because: String
    ) {
        func ago(_ days: Double) -> Date { .start.addingTimeInterval(-86_400 * days) }
        let quiet = QuietLists.among(
            ["truce": days.map(ago), "gone": days.map(ago)],
            since: ["truce": ago(changed)],
            now: .start
        )
        #expect(quiet.map(\.list) == (isQuiet ? ["truce"] : []), "\(because)")
    }
}
