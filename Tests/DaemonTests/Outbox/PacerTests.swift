import FoundationEssentials
import Notifying
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The pace of channels` {
    private let slack = Manners(destination: "slack", interval: .seconds(1), burst: 3)

    private func waits(_ pacer: Pacer, _ manners: Manners, at seconds: [Double]) -> [Double] {
        seconds.map { pacer.reserve(manners, now: .start.addingTimeInterval($0)).seconds }
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0, 0], [0, 0, 0, 1, 2], "a burst goes out at once, the rest one by one"),
            ([0, 0, 0, 10, 10, 10, 10], [0, 0, 0, 0, 0, 0, 1], "after a silence a burst may go out again"),
            ([0, 0, 0, 1, 2, 3], [0, 0, 0, 0, 0, 0], "whoever keeps the pace never waits"),
            ([0, 0, 0, 0.5], [0, 0, 0, 0.5], "what has passed counts"),
        ] as [([Double], [Double], String)]
    )
    func `is kept`(moments: [Double], waits: [Double], why: String) {
        let found = self.waits(Pacer(), slack, at: moments)
        #expect(zip(found, waits).allSatisfy { abs($0 - $1) < 0.001 }, "\(why): \(found)")
    }

    @Test func `is shared by channels to one destination, and by no others`() {
        let pacer = Pacer()
        _ = waits(pacer, slack, at: [0, 0, 0])
        #expect(waits(pacer, slack, at: [0]) == [1])
        #expect(waits(pacer, Manners(destination: "other", interval: .seconds(1), burst: 3), at: [0]) == [0])
    }

    @Test func `stops for as long as the receiver says, and begins without a burst`() {
        let pacer = Pacer()
        pacer.pause(slack, for: .seconds(5), now: .start)
        #expect(waits(pacer, slack, at: [0, 5]) == [5, 1])
        let free = Manners(destination: "free")
        pacer.pause(free, for: .seconds(5), now: .start)
        #expect(waits(pacer, free, at: [0, 5]) == [5, 0])
    }
}
