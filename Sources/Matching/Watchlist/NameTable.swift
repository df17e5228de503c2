/// Names that may use each other, and those of an outer table.
struct NameTable {
    private(set) var blocks: [String: NameBlock] = [:]
    /// The names in the order they are defined, so that mistakes come in that order.
    private var order: [String] = []
    /// The names that are found at a place in a text; see `Query.isPlace`.
    private var places: Set<String> = []

    /// All names, in the order they are defined.
    var ordered: [NameBlock] { order.compactMap { blocks[$0] } }

    /// Adds a name, unless there is one already.
    mutating func add(_ block: NameBlock, _ mistakes: inout [WatchlistError]) {
        guard blocks[block.key] == nil else {
            mistakes.append(block.line.mistake(.duplicateName(block.key), at: 0))
            return
        }
        if block.queries.isEmpty, !mistakes.contains(where: { $0.file == block.line.file }) {
            mistakes.append(block.line.mistake(.emptyName(block.key), at: 0))
        }
        blocks[block.key] = block
        order.append(block.key)
    }

    /// Follows all uses once every name is known: unknown names, circles, operators that do not take a name.
    mutating func settle(outer: NameTable? = nil) -> [WatchlistError] {
        var walk = NameWalk(table: self, outer: outer)
        for key in order { walk.visit(key) }
        places = walk.places
        var mistakes = walk.mistakes
        for key in order {
            mistakes += self.mistakes(in: blocks[key]?.references ?? [], outer: outer, checksKnown: false)
        }
        return mistakes
    }

    /// What is wrong with uses of names.
    func mistakes(
        in references: [Parser.Reference],
        outer: NameTable?,
        checksKnown: Bool = true
    ) -> [WatchlistError] {
        references.compactMap { reference in
            guard knows(reference.key, outer) else {
                return checksKnown ? unknown(reference, outer) : nil
            }
            if let name = reference.placed, !isPlace(reference.key, outer) {
                return reference.line.mistake(.needsPlaces(name), at: reference.place)
            }
            return nil
        }
    }

    /// Whether a name is found at a place in a text.
    func isPlace(_ key: String, _ outer: NameTable?) -> Bool {
        blocks[key] != nil ? places.contains(key) : outer?.places.contains(key) ?? false
    }

    /// Whether there is such a name.
    func knows(_ key: String, _ outer: NameTable?) -> Bool {
        blocks[key] != nil || outer?.blocks[key] != nil
    }

    /// The mistake of using a name that is not there.
    func unknown(_ reference: Parser.Reference, _ outer: NameTable?) -> WatchlistError {
        let known = Array(blocks.keys) + Array(outer?.blocks.keys ?? [:].keys)
        let nearest = nearest(to: reference.key, among: known)
        return reference.line.mistake(.unknownName(reference.key, nearest: nearest), at: reference.place)
    }
}

/// A walk through names that notes the circles they form.
private struct NameWalk {
    let table: NameTable
    let outer: NameTable?
    var mistakes: [WatchlistError] = []
    var places: Set<String> = []
    private var done: Set<String> = []
    private var path: [String] = []

    init(table: NameTable, outer: NameTable?) {
        self.table = table
        self.outer = outer
    }

    mutating func visit(_ key: String) {
        guard !done.contains(key), let block = table.blocks[key] else { return }
        path.append(key)
        for reference in block.references { follow(reference) }
        path.removeLast()
        done.insert(key)
        let isPlace = block.queries.allSatisfy { query in
            query.isPlace { places.contains($0) || (table.blocks[$0] == nil && table.isPlace($0, outer)) }
        }
        if isPlace { places.insert(key) }
    }

    private mutating func follow(_ reference: Parser.Reference) {
        if let start = path.firstIndex(of: reference.key) {
            let circle = Array(path[start...]) + [reference.key]
            mistakes.append(reference.line.mistake(.nameCycle(circle), at: reference.place))
        } else if path.count >= Limits.depth {
            mistakes.append(reference.line.mistake(.tooDeep, at: reference.place))
        } else if table.blocks[reference.key] != nil {
            visit(reference.key)
        } else if !table.knows(reference.key, outer) {
            mistakes.append(table.unknown(reference, outer))
        }
    }
}
