import Foundation
import News
import TestSupport
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(10))) struct `Channels on one server` {
    /// Lets nobody pass before so many have come.
    private final class Gate: @unchecked Sendable {
        // All that changes is behind the condition's lock.
        private let condition = NSCondition()
        private let count: Int
        private var come = 0

        init(_ count: Int) {
            self.count = count
        }

        func pass() {
            condition.withLock {
                come += 1
                condition.broadcast()
                // Whoever waits for so long waits in vain, and the test has failed: nothing may hang on it.
                while come < count, condition.wait(until: Date(timeIntervalSinceNow: 60)) {}
            }
        }
    }

    @Test func `do not wait for one another`() async throws {
        let count = 20
        let gate = Gate(count)
        let server = try LoopbackServer { _ in
            gate.pass()
            return .text("")
        }
        let newsroom = try Newsroom()
        try newsroom.write(
            settings: (1...count).map { number in
                """
                [[channel]]
                name = "desk-\(number)"
                type = "webhook"
                url = "\(server.url("/\(number)"))"

                """
            }.joined()
        )
        newsroom.serve("A truce")
        try await newsroom.round()
        #expect(server.requests.count == count, "each was told at the first attempt, while all others waited")
        #expect(!newsroom.journal.all.contains { $0.contains("channel rests") })
    }
}
