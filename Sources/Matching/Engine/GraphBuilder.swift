internal import News

/// Puts the queries of lists into a graph.
struct GraphBuilder {
    /// A list's queries as nodes, in the order of their lines.
    struct Program: Sendable {
        var match: [Node] = []
        var required: [Node] = []
        var ignored: [Node] = []
        var vetoes: [Node] = []
        /// Whether the list looks at certain feeds or languages only.
        var isConfined = false
        /// What follows from a hit at each level.
        var decisions: [Decision?] = []
    }

    /// A query before the number of terms is known: then its own number grows by it.
    private enum Reference: Hashable {
        case term(Int32)
        case step(Int32)
    }

    private var terms: [WordTest: Int32] = [:]
    private var tests: [WordTest] = []
    private var steps: [QueryGraph.Step] = []
    private var known: [QueryGraph.Step: Node] = [:]
    private var phrases: [[PhraseWord]: Node] = [:]
    private var sets: [ObjectIdentifier: Node] = [:]
    private var lines: [QueryGraph.Line] = []
    private(set) var programs: [Program] = []

    /// Queries are numbered from here while the terms are still being counted.
    private static let firstStep: Node = 1 << 30

    /// Adds a list.
    mutating func add(_ watch: Watch) {
        var program = Program()
        for line in watch.lines(of: .match) {
            let root = node(for: line.query, watch)
            lines.append(
                QueryGraph.Line(watch: Int32(programs.count), number: Int32(program.match.count), root: root)
            )
            program.match.append(root)
        }
        program.isConfined = !watch.feeds.isEmpty || !watch.languages.isEmpty
        program.decisions = Level.allCases.map(watch.decision)
        program.required = watch.lines(of: .alsoRequire).map { node(for: $0.query, watch) }
        program.ignored = watch.lines(of: .ignorePhrases).map { node(for: $0.query, watch) }
        program.vetoes = watch.lines(of: .neverIf).map { node(for: $0.query, watch) }
        programs.append(program)
    }

    // MARK: - Nodes

    private mutating func node(for query: Query, _ watch: Watch) -> Node {
        switch query {
        case .phrase(let words):
            if let known = phrases[words] { return known }
            let node = phrase(words)
            phrases[words] = node
            return node
        case .name(let key):
            return node(forName: key, watch)
        case .any(let parts):
            return any(parts, watch)
        case .all(let parts):
            return intern(.all(parts.map { node(for: $0, watch) }))
        case .without(let part, let others):
            return intern(.without(node(for: part, watch), others.map { node(for: $0, watch) }))
        case .near(let left, let right, let distance, let ordered):
            let sides = (node(for: left, watch), node(for: right, watch))
            return intern(.near(sides.0, sides.1, distance: Int32(distance), ordered: ordered))
        case .sentence(let left, let right):
            return intern(.sentence(node(for: left, watch), node(for: right, watch)))
        case .except(let left, let right):
            return intern(.except(node(for: left, watch), node(for: right, watch)))
        case .atLeast(let count, let part):
            return intern(.atLeast(count, node(for: part, watch)))
        case .scoped(let scope, let part):
            return intern(.scoped(scope, node(for: part, watch)))
        case .filter(let filter):
            return intern(.filter(filter))
        }
    }

    private mutating func any(_ parts: [Query], _ watch: Watch) -> Node {
        let nodes = parts.map { node(for: $0, watch) }
        if nodes.count == 1 { return nodes[0] }
        let isPlace = parts.allSatisfy { $0.isPlace(watch.placeNames.contains) }
        return intern(isPlace ? .anyPlace(nodes) : .any(nodes))
    }

    /// A set that many lists share is put together once.
    private mutating func node(forName key: String, _ watch: Watch) -> Node {
        guard let set = watch.names[key] else { return intern(.anyPlace([])) }
        if let known = sets[ObjectIdentifier(set)] { return known }
        let node = any(set.queries, watch)
        sets[ObjectIdentifier(set)] = node
        return node
    }

    private mutating func phrase(_ words: [PhraseWord]) -> Node {
        let elements = words.map { $0.alternatives.map { $0.map { term(for: $0) } } }
        if elements.count == 1, elements[0].count == 1, elements[0][0].count == 1 { return elements[0][0][0] }
        return intern(.phrase(elements))
    }

    private mutating func term(for test: WordTest) -> Node {
        if let known = terms[test] { return known }
        let term = Int32(tests.count)
        terms[test] = term
        tests.append(test)
        return term
    }

    private mutating func intern(_ step: QueryGraph.Step) -> Node {
        if let known = known[step] { return known }
        let node = Self.firstStep + Int32(steps.count)
        known[step] = node
        steps.append(step)
        return node
    }

    // MARK: - The graph

    /// The graph of all lists.
    mutating func graph() -> QueryGraph {
        let shift = Self.firstStep - Int32(tests.count)
        let renumber = { (node: Node) in node >= Self.firstStep ? node - shift : node }
        let steps = steps.map { $0.renumbered(renumber) }
        for index in lines.indices { lines[index].root = renumber(lines[index].root) }
        for index in programs.indices { programs[index].renumber(renumber) }
        var hooks = Hooks(terms: tests, in: steps)
        for step in steps { hooks.add(step) }
        return QueryGraph(
            vocabulary: Vocabulary(tests),
            steps: steps,
            hangs: hooks.hangs,
            links: hooks.links,
            lines: lines,
            always: lines.filter { !hooks.isHung($0.root) },
            asksForItems: programs.contains(where: \.isConfined) || steps.contains(where: \.isFilter)
        )
    }
}

extension GraphBuilder.Program {
    fileprivate mutating func renumber(_ number: (Node) -> Node) {
        match = match.map(number)
        required = required.map(number)
        ignored = ignored.map(number)
        vetoes = vetoes.map(number)
    }
}

extension QueryGraph.Step {
    fileprivate var isFilter: Bool {
        if case .filter = self { true } else { false }
    }

    fileprivate func renumbered(_ number: (Node) -> Node) -> Self {
        switch self {
        case .phrase, .filter: self  // terms keep their numbers
        case .anyPlace(let parts): .anyPlace(parts.map(number))
        case .any(let parts): .any(parts.map(number))
        case .all(let parts): .all(parts.map(number))
        case .without(let part, let others): .without(number(part), others.map(number))
        case .near(let left, let right, let distance, let ordered):
            .near(number(left), number(right), distance: distance, ordered: ordered)
        case .sentence(let left, let right): .sentence(number(left), number(right))
        case .except(let left, let right): .except(number(left), number(right))
        case .atLeast(let count, let part): .atLeast(count, number(part))
        case .scoped(let scope, let part): .scoped(scope, number(part))
        }
    }
}

/// Hangs every query on the words that it cannot do without.
private struct Hooks {
    /// For each node how often its words are expected in a text; infinite where it needs none.
    private var costs: [Double]
    private(set) var links: [(from: Node, link: QueryGraph.Link)] = []
    private(set) var hangs: [Bool] = []

    init(terms: [WordTest], in steps: [QueryGraph.Step]) {
        costs = terms.map(Self.cost)
        // A word that many queries use is a first name, or a common word: as frequent in texts as in the lists.
        var uses = [Double](repeating: 1, count: terms.count)
        for step in steps {
            for part in step.parts where part < terms.count { uses[Int(part)] += 1 }
        }
        for term in costs.indices { costs[term] *= uses[term] }
    }

    /// Whether a node hangs on any word.
    func isHung(_ node: Node) -> Bool {
        costs[Int(node)].isFinite
    }

    /// Adds the next query.
    mutating func add(_ step: QueryGraph.Step) {
        let node = Node(costs.count)
        switch step {
        case .phrase(let words):
            hang(node, onRarest: words.map { Self.starts(of: $0, costs) })
        case .anyPlace(let parts), .any(let parts):
            let cost = parts.reduce(0) { $0 + costs[Int($1)] }
            if cost.isFinite {
                for (number, part) in parts.enumerated() {
                    links.append((part, QueryGraph.Link(node: node, part: Int32(number))))
                }
            }
            costs.append(cost)
            hangs.append(cost.isFinite)
        case .all(let parts):
            hang(node, onRarest: parts.map { [$0] })
        case .near(let left, let right, _, _), .sentence(let left, let right):
            hang(node, onRarest: [[left], [right]])
        case .without(let part, _), .except(let part, _), .atLeast(_, let part), .scoped(_, let part):
            hang(node, onRarest: [[part]])
        case .filter:
            costs.append(.infinity)
            hangs.append(false)
        }
    }

    private mutating func hang(_ node: Node, onRarest choices: [[Node]]) {
        let priced = choices.map { choice in (choice, choice.reduce(0) { $0 + costs[Int($1)] }) }
        let best = priced.min { $0.1 < $1.1 } ?? ([], .infinity)
        if best.1.isFinite {
            for part in Set(best.0) { links.append((part, QueryGraph.Link(node: node, part: -1))) }
        }
        costs.append(best.1)
        hangs.append(best.1.isFinite)
    }

    /// For each way to write a word of a phrase its rarest part.
    private static func starts(of word: [[Node]], _ costs: [Double]) -> [Node] {
        word.compactMap { run in run.min { costs[Int($0)] < costs[Int($1)] } }
    }

    /// Long words are rare, and what stands for many words is not.
    private static func cost(of test: WordTest) -> Double {
        switch test {
        case .form(let form): 1 / pow(form.unicodeScalars.count)
        case .exact(let form): 0.5 / pow(form.folded.unicodeScalars.count)
        case .prefix(let prefix): 4 / pow(prefix.unicodeScalars.count)
        case .pattern(let pattern): 4 / pow(pattern.scalars.count)
        }
    }

    private static func pow(_ length: Int) -> Double {
        Double(max(length, 1) * max(length, 1))
    }
}
