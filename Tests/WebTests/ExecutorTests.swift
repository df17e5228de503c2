import Glibc
import TestSupport
import Testing

@testable import Web

@Suite struct `A client's thread` {
    private static func thread() async -> pthread_t { pthread_self() }

    @Test func `runs the jobs of tasks that prefer it`() async throws {
        let client = try HTTPClient(userAgent: "test/1")
        let threads = await withTaskExecutorPreference(client.executor) {
            await withTaskGroup(of: pthread_t.self) { group in
                for _ in 0..<20 { group.addTask { await Self.thread() } }
                return await group.reduce(into: Set<pthread_t>()) { $0.insert($1) }
            }
        }
        #expect(threads.count == 1)
        await client.shutDown()
    }

    @Test func `leaves them to other threads once the client has ended`() async throws {
        let client = try HTTPClient(userAgent: "test/1")
        let sum = await withTaskExecutorPreference(client.executor) {
            await client.shutDown()
            return await withTaskGroup(of: Int.self) { group in
                for number in 1...20 { group.addTask { number } }
                return await group.reduce(0, +)
            }
        }
        #expect(sum == 210)
    }
}
