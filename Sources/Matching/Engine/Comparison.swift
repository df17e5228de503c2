internal import News

/// One item against all lists: working memory, used for item after item.
struct Comparison {
    private let watches: [Watch]
    private let programs: [GraphBuilder.Program]
    let graph: QueryGraph

    // The item.
    /// Kept only where something asks for more than its words.
    private(set) var item: Item?
    private(set) var isExample = false
    private(set) var leadField = Field.summary
    private(set) var title: FoundWords
    private(set) var summary: FoundWords
    private(set) var body: FoundWords
    /// The texts that had to be normalised.
    private var normal: (title: NormalText?, summary: NormalText?, body: NormalText?) = (nil, nil, nil)

    // Which nodes may hold, and for an OR which of its parts.
    private var awake: [Int32]
    private var firstPart: [Int32]
    private var parts: [(node: Node, part: Int32, next: Int32)] = []
    private var round: Int32 = 0
    private var waiting: [Node] = []
    private var candidates: [QueryGraph.Line] = []

    // The list that is being looked at.
    var program = GraphBuilder.Program()
    var masks: [Mask?] = [nil, nil, nil, nil]
    var memory: [Int: ArraySlice<Place>] = [:]
    var joints: [(left: Place, right: Place)] = []
    var evidence: [(view: Document.View, place: Place)] = []

    /// Working memory for a set of lists.
    init(watches: [Watch], programs: [GraphBuilder.Program], graph: QueryGraph) {
        self.watches = watches
        self.programs = programs
        self.graph = graph
        title = FoundWords(terms: graph.vocabulary.count)
        summary = FoundWords(terms: graph.vocabulary.count)
        body = FoundWords(terms: graph.vocabulary.count)
        awake = [Int32](repeating: 0, count: graph.count)
        firstPart = [Int32](repeating: -1, count: graph.count)
    }

    /// All hits, in the order of the lists.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - isExample: Whether it is an example of a watch file: those come from no feed and fit every filter.
    ///   - only: The one list to look at; nil is all.
    /// - Returns: At most one hit a list.
    mutating func hits(in item: Item, isExample: Bool = false, only: Int32? = nil) -> [Engine.Hit] {
        if graph.asksForItems { self.item = item }
        self.isExample = isExample
        scan(item)
        wake()
        candidates += graph.always
        if let only { candidates.removeAll { $0.watch != only } }
        guard !candidates.isEmpty else { return [] }
        if candidates.count > 1 { candidates.sort { ($0.watch, $0.number) < ($1.watch, $1.number) } }
        var hits: [Engine.Hit] = []
        var first = 0
        while first < candidates.count {
            var end = first + 1
            while end < candidates.count, candidates[end].watch == candidates[first].watch { end += 1 }
            if let hit = hit(first..<end) { hits.append(hit) }
            first = end
        }
        return hits
    }

    // MARK: - The words of the item

    private mutating func scan(_ item: Item) {
        let vocabulary = graph.vocabulary
        normal.title = TextScanner.scan(item.title, vocabulary, into: &title)
        normal.summary = TextScanner.scan(item.summary, vocabulary, into: &summary)
        normal.body = TextScanner.scan(item.body, vocabulary, into: &body)
        leadField = item.summary.isBlank ? .body : .summary
    }

    /// Reads the words found in the field that a view shows.
    func words<Value>(in view: Document.View, _ read: (borrowing FoundWords) -> Value) -> Value {
        switch field(of: view) {
        case .title: read(title)
        case .summary: read(summary)
        case .body: read(body)
        }
    }

    /// The field that a view shows.
    func field(of view: Document.View) -> Field {
        switch view {
        case .title: .title
        case .summary: .summary
        case .body: .body
        case .lead: leadField
        }
    }

    // MARK: - What may hold

    /// Goes from the words that are there to all that hangs on them.
    private mutating func wake() {
        if round == .max {
            // The marks of two billion items ago would come to life again.
            awake = [Int32](repeating: 0, count: awake.count)
            round = 0
        }
        round += 1
        parts.removeAll(keepingCapacity: true)
        candidates.removeAll(keepingCapacity: true)
        for term in title.terms { wake(term) }
        for term in summary.terms { wake(term) }
        for term in body.terms { wake(term) }
        while let node = waiting.popLast() {
            for index in graph.lines(of: node) { candidates.append(graph.lines[index]) }
            for index in graph.links(of: node) {
                let link = graph.links[index]
                if awake[Int(link.node)] != round {
                    // All words that are there are awake by now.
                    guard isComplete(phrase: link.node) else { continue }
                    wake(link.node)
                    firstPart[Int(link.node)] = -1
                }
                guard link.part >= 0 else { continue }
                parts.append((node, link.part, firstPart[Int(link.node)]))
                firstPart[Int(link.node)] = Int32(parts.count - 1)
            }
        }
    }

    /// Whether all words of a phrase are there.
    private func isComplete(phrase node: Node) -> Bool {
        for index in graph.terms(ofPhrase: node) where awake[Int(graph.phraseTerms[index])] != round {
            return false
        }
        return true
    }

    private mutating func wake(_ node: Node) {
        guard awake[Int(node)] != round else { return }
        awake[Int(node)] = round
        waiting.append(node)
    }

    /// Whether a node may hold: whether the words that it hangs on are there.
    func mayHold(_ node: Node) -> Bool {
        guard node >= graph.vocabulary.count else { return awake[Int(node)] == round }
        return awake[Int(node)] == round || !graph.hangs[Int(node) - graph.vocabulary.count]
    }

    /// The parts of an OR that may hold, in their order.
    func awakeParts(of node: Node, among all: [Node]) -> [Node] {
        guard graph.hangs[Int(node) - graph.vocabulary.count] else { return all }
        guard awake[Int(node)] == round else { return [] }
        var found: [(part: Int32, node: Node)] = []
        var index = firstPart[Int(node)]
        while index >= 0 {
            let entry = parts[Int(index)]
            found.append((entry.part, entry.node))
            index = entry.next
        }
        if found.count > 1 { found.sort { $0.part < $1.part } }
        return found.map(\.node)
    }

    // MARK: - One list

    /// What a list says; see `Watch.verdict(on:)`.
    private mutating func hit(_ range: Range<Int>) -> Engine.Hit? {
        let number = Int(candidates[range.lowerBound].watch)
        take(up: programs[number])
        if program.isConfined, !isExample, let item, !watches[number].admits(item) { return nil }
        for level in Level.allCases {
            let scope = Query.Scope(level)
            guard let line = line(among: candidates[range], in: scope) else { continue }
            if program.vetoes.contains(where: { holds($0, in: scope, isWanted: false) }) { return nil }
            guard let decision = program.decisions[level.depth] else { return nil }
            return Engine.Hit(
                watch: number,
                line: Int(line),
                level: level,
                decision: decision,
                evidence: quoted
            )
        }
        return nil
    }

    private mutating func take(up program: GraphBuilder.Program) {
        self.program = program
        for view in masks.indices { masks[view] = nil }
        if !memory.isEmpty { memory.removeAll(keepingCapacity: true) }
        joints.removeAll(keepingCapacity: true)
    }

    /// The first line of `match` that holds together with all of `also require`.
    private mutating func line(among lines: ArraySlice<QueryGraph.Line>, in scope: Query.Scope) -> Int32? {
        evidence.removeAll(keepingCapacity: true)
        for line in lines where holds(line.root, in: scope) {
            return program.required.allSatisfy { holds($0, in: scope) } ? line.number : nil
        }
        return nil
    }

    /// The evidence in bytes.
    private var quoted: [Engine.Evidence] {
        evidence.flatMap { view, place in
            phrases(of: place).map {
                Engine.Evidence(field: field(of: view), low: Int($0.low), high: Int($0.high))
            }
        }
    }

    /// A hit of the item that was looked at last, with its words.
    func match(of hit: Engine.Hit, in item: Item) -> Match {
        let watch = watches[hit.watch]
        let line = watch.lines(of: .match)[hit.line]
        var ranges: [Field: [Range<Int>]] = [:]
        for piece in hit.evidence {
            ranges[piece.field, default: []].append(source(piece, in: item))
        }
        return Match(
            list: watch.id,
            decision: hit.decision,
            level: hit.level,
            at: line.at,
            line: line.text,
            spans: Field.allCases.flatMap { field in
                Document.merged(ranges[field, default: []]).map {
                    Span($0, of: item.text(of: field), in: field)
                }
            }
        )
    }

    /// A piece of evidence in scalars of the original text.
    private func source(_ piece: Engine.Evidence, in item: Item) -> Range<Int> {
        let normal =
            switch piece.field {
            case .title: normal.title
            case .summary: normal.summary
            case .body: normal.body
            }
        guard let normal else {
            let utf8 = item.text(of: piece.field).utf8
            let low = utf8.prefix(piece.low).count { $0 & 0xC0 != 0x80 }
            return
                low..<(low
                + utf8.dropFirst(piece.low).prefix(piece.high - piece.low).count { $0 & 0xC0 != 0x80 })
        }
        var bytes = 0
        var low = 0
        var index = 0
        while index < normal.scalars.count, bytes < piece.high {
            if bytes <= piece.low { low = index }
            bytes += UTF8.width(normal.scalars[index])
            index += 1
        }
        return Int(normal.starts[low])..<Int(normal.ends[max(index - 1, low)])
    }
}
