internal import News
internal import Synchronization

/// All lists compiled into one structure that never changes: the cost of an item hardly grows with their number.
final class Engine: Sendable {
    /// A hit before its words are quoted.
    struct Hit: Sendable {
        /// The list's number.
        var watch: Int
        /// The line's number among those of `match`.
        var line: Int
        var level: Level
        var decision: Decision
        /// The words, in bytes of the texts as they were scanned.
        var evidence: [Evidence]
    }

    /// Words that made a query hold.
    struct Evidence: Sendable {
        var field: Field
        var low: Int
        var high: Int
    }

    /// The lists, in their order.
    let watches: [Watch]
    let graph: QueryGraph
    let programs: [GraphBuilder.Program]
    /// Working memory that is not in use.
    private let spare = Mutex<[Memory]>([])

    /// Unchecked, for an engine lends it to one caller at a time: it is in `spare` or with one of them.
    private final class Memory: @unchecked Sendable {
        var comparison: Comparison

        init(_ comparison: Comparison) {
            self.comparison = comparison
        }
    }

    /// Compiles lists.
    init(_ watches: [Watch]) {
        var builder = GraphBuilder()
        for watch in watches { builder.add(watch) }
        self.watches = watches
        graph = builder.graph()
        programs = builder.programs
    }

    /// All hits of all lists, in the order of the lists.
    ///
    /// - Parameter item: The item.
    /// - Returns: At most one hit a list.
    func hits(in item: Item) -> [Hit] {
        borrow { $0.hits(in: item) }
    }

    /// The hits with the words that made them, quoted.
    func matches(in item: Item) -> [(watch: Watch, match: Match)] {
        borrow { comparison in
            let hits = comparison.hits(in: item)
            return hits.map { (watches[$0.watch], comparison.match(of: $0, in: item)) }
        }
    }

    /// Whether a list hits an example; no other list is looked at.
    func isHit(_ example: Item, ofExampleFor watch: Int) -> Bool {
        borrow { !$0.hits(in: example, isExample: true, only: Int32(watch)).isEmpty }
    }

    private func borrow<Result>(_ body: (inout Comparison) -> Result) -> Result {
        let memory =
            spare.withLock { $0.popLast() }
            ?? Memory(Comparison(watches: watches, programs: programs, graph: graph))
        defer { spare.withLock { $0.append(memory) } }
        return body(&memory.comparison)
    }
}
