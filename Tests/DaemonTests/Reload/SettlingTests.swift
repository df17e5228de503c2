import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `Changes of files` {
    /// When something changes, and when that is taken up; in seconds.
    static let rows: [(changes: [Double], over: [Double], because: String)] = [
        ([], [], "nothing changes"),
        ([0], [0.5], "one change is taken up half a second later"),
        ([0, 0.4, 0.8], [1.3], "a run of changes is taken up once, when it is over"),
        ([0, 2], [0.5, 2.5], "changes far apart are taken up one by one"),
        (
            (0..<20).map { Double($0) * 0.4 }, [5, 8.1],
            "who never stops is not waited for longer than five seconds"
        ),
    ]

    @Test(arguments: rows)
    func `are waited out`(_ changes: [Double], _ over: [Double], _ because: String) {
        var settling = Settling()
        var found: [Double] = []
        for tick in 0...100 {
            let time = Double(tick) / 10
            // What comes at the moment at which the run would be over belongs to it.
            if changes.contains(where: { abs($0 - time) < 0.01 }) { settling.note(.start + .seconds(time)) }
            if settling.isOver(.start + .seconds(time)) { found.append(time) }
        }
        #expect(found == over, "\(because)")
        #expect(settling.due == nil)
    }

    @Test func `are taken up where the clock is put back`() {
        var settling = Settling()
        settling.note(.start)
        let isOver = settling.isOver(.start + .seconds(-3_600))
        #expect(isOver)
    }
}
