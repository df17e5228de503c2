/// A number of a term or of a query in a `QueryGraph`.
typealias Node = Int32

/// The queries of many lists in one structure, each once, whatever the number of lists that use it.
///
/// Terms are the first nodes, in the vocabulary's order; the queries follow. A query is looked at only where a word
/// that it cannot do without stands in the text: every AND, NEAR and phrase hangs on the one of its parts that is the
/// rarest by estimate, an OR hangs on all of its parts. That is the presearcher of Lucene's Monitor, over a graph
/// instead of an index.
struct QueryGraph: Sendable {
    /// A query, by the nodes it is made of.
    enum Step: Hashable, Sendable {
        /// Words side by side; for each the runs of terms that it may stand for.
        case phrase([[[Node]]])
        /// OR, of which all parts are found at places.
        case anyPlace([Node])
        /// OR, of which some part only holds or does not hold.
        case any([Node])
        case all([Node])
        case without(Node, [Node])
        case near(Node, Node, distance: Int32, ordered: Bool)
        case sentence(Node, Node)
        case except(Node, Node)
        case atLeast(Int, Node)
        case scoped(Query.Scope, Node)
        case filter(Filter)
    }

    /// What follows from a node that may hold: one more part of an OR, or a query to be looked at.
    struct Link: Sendable {
        var node: Node
        /// Which part of the OR it is; -1 where the node is no OR.
        var part: Int32
    }

    /// A line of a list.
    struct Line: Sendable {
        var watch: Int32
        /// Its number among the lines of its section.
        var number: Int32
        var root: Node
    }

    let vocabulary: Vocabulary
    /// The queries behind the terms.
    let steps: [Step]
    /// For each OR whether all of its parts hang on words, so that only those need be looked at whose words are there.
    let hangs: [Bool]
    /// For each phrase of plain words all of them, so that it need not be woken where one is missing.
    private let phraseStarts: [Int32]
    let phraseTerms: [Node]
    /// For each node what hangs on it.
    private let linkStarts: [Int32]
    let links: [Link]
    /// For each node the lines whose query it is.
    private let lineStarts: [Int32]
    let lines: [Line]
    /// Whether any query asks where an item comes from.
    let asksForItems: Bool
    /// Lines that hang on no word: those of filters alone.
    let always: [Line]

    init(
        vocabulary: Vocabulary,
        steps: [Step],
        hangs: [Bool],
        links: [(from: Node, link: Link)],
        lines: [Line],
        always: [Line],
        asksForItems: Bool
    ) {
        let count = vocabulary.count + steps.count
        self.vocabulary = vocabulary
        self.steps = steps
        self.hangs = hangs
        self.always = always
        self.asksForItems = asksForItems
        let phrases = steps.enumerated().flatMap { number, step in
            step.simpleTerms.map { (Node(vocabulary.count + number), $0) }
        }
        (phraseStarts, phraseTerms) = Self.grouped(phrases, count)
        (linkStarts, self.links) = Self.grouped(links.map { ($0.from, $0.link) }, count)
        (lineStarts, self.lines) = Self.grouped(lines.map { ($0.root, $0) }, count)
    }

    /// How many nodes there are.
    var count: Int { vocabulary.count + steps.count }

    /// Where in `phraseTerms` the terms stand that must all be there for a phrase.
    func terms(ofPhrase node: Node) -> Range<Int> {
        Int(phraseStarts[Int(node)])..<Int(phraseStarts[Int(node) + 1])
    }

    /// Where in `links` that stands which hangs on a node.
    func links(of node: Node) -> Range<Int> {
        Int(linkStarts[Int(node)])..<Int(linkStarts[Int(node) + 1])
    }

    /// Where in `lines` those stand whose query is a node.
    func lines(of node: Node) -> Range<Int> {
        Int(lineStarts[Int(node)])..<Int(lineStarts[Int(node) + 1])
    }

    /// Sorts values by their keys, with for each key where its values begin.
    private static func grouped<Value>(
        _ pairs: [(key: Node, value: Value)],
        _ count: Int
    ) -> ([Int32], [Value]) {
        var starts = [Int32](repeating: 0, count: count + 1)
        for pair in pairs { starts[Int(pair.key) + 1] += 1 }
        for key in 0..<count { starts[key + 1] += starts[key] }
        guard let first = pairs.first else { return (starts, []) }
        var values = [Value](repeating: first.value, count: pairs.count)
        var next = starts
        for pair in pairs {
            values[Int(next[Int(pair.key)])] = pair.value
            next[Int(pair.key)] += 1
        }
        return (starts, values)
    }
}

extension QueryGraph.Step {
    /// The nodes directly inside this query.
    var parts: [Node] {
        switch self {
        case .phrase(let words): Array(words.joined().joined())
        case .anyPlace(let parts), .any(let parts), .all(let parts): parts
        case .without(let part, let others): [part] + others
        case .near(let left, let right, _, _), .sentence(let left, let right), .except(let left, let right):
            [left, right]
        case .atLeast(_, let part), .scoped(_, let part): [part]
        case .filter: []
        }
    }

    /// The terms of a phrase of which each word stands for one term.
    fileprivate var simpleTerms: [Node] {
        guard case .phrase(let words) = self else { return [] }
        let terms = words.compactMap { $0.count == 1 && $0[0].count == 1 ? $0[0][0] : nil }
        return terms.count == words.count ? terms : []
    }
}
