/// What a line of a watch file asks for.
indirect enum Query: Hashable, Sendable {
    /// Words side by side.
    case phrase([PhraseWord])
    /// A named set, by the key it has in its list's `NameTable`.
    case name(String)
    /// OR.
    case any([Query])
    /// AND.
    case all([Query])
    /// The first must hold, and none of the others.
    case without(Query, [Query])
    /// Both, with at most so many words between them, in this order or in any.
    case near(Query, Query, distance: Int, ordered: Bool)
    /// Both in one sentence.
    case sentence(Query, Query)
    /// The first where it does not overlap the second.
    case except(Query, Query)
    /// So many different occurrences.
    case atLeast(Int, Query)
    /// A query about a part of the item.
    case scoped(Scope, Query)
    /// A question about where the item comes from.
    case filter(Filter)
}

extension Query {
    /// The parts of an item that a query can be confined to.
    enum Scope: String, Hashable, Sendable, CaseIterable {
        case title
        case lead
        case text
        case summary
        case body
    }

    /// The queries directly inside this one.
    var parts: [Query] {
        switch self {
        case .phrase, .name, .filter: []
        case .any(let parts), .all(let parts): parts
        case .without(let part, let others): [part] + others
        case .near(let left, let right, _, _), .sentence(let left, let right), .except(let left, let right):
            [left, right]
        case .atLeast(_, let part), .scoped(_, let part): [part]
        }
    }

    /// Whether this is found at a place in a text, so that it can be near something; AND, NOT, ATLEAST, fields
    /// and filters only hold or do not hold.
    ///
    /// - Parameter isPlaceName: Whether the named set of a key is.
    /// - Returns: Whether it can stand beside NEAR, BEFORE, SENTENCE and EXCEPT.
    func isPlace(_ isPlaceName: (String) -> Bool) -> Bool {
        switch self {
        case .all, .without, .atLeast, .scoped, .filter: false
        case .name(let key): isPlaceName(key)
        default: parts.allSatisfy { $0.isPlace(isPlaceName) }
        }
    }

    /// The same query with other keys for its names.
    func renamed(_ key: (String) -> String) -> Query {
        switch self {
        case .phrase, .filter: self
        case .name(let name): .name(key(name))
        case .any(let parts): .any(parts.map { $0.renamed(key) })
        case .all(let parts): .all(parts.map { $0.renamed(key) })
        case .without(let part, let others): .without(part.renamed(key), others.map { $0.renamed(key) })
        case .near(let left, let right, let distance, let ordered):
            .near(left.renamed(key), right.renamed(key), distance: distance, ordered: ordered)
        case .sentence(let left, let right): .sentence(left.renamed(key), right.renamed(key))
        case .except(let left, let right): .except(left.renamed(key), right.renamed(key))
        case .atLeast(let count, let part): .atLeast(count, part.renamed(key))
        case .scoped(let scope, let part): .scoped(scope, part.renamed(key))
        }
    }
}

extension Query: CustomStringConvertible {
    /// The query in the words of the language.
    var description: String {
        switch self {
        case .phrase(let words):
            words.count == 1 ? words[0].text : "\"\(words.map(\.text).joined(separator: " "))\""
        case .name(let key): "{\(key)}"
        case .any(let parts): list(parts, " OR ")
        case .all(let parts): list(parts, " AND ")
        case .without(let part, let others): "(\(part) NOT \(list(others, " NOT ")))"
        case .near(let left, let right, let distance, let ordered):
            "(\(left) \(ordered ? "BEFORE" : "NEAR")/\(distance) \(right))"
        case .sentence(let left, let right): "(\(left) SENTENCE \(right))"
        case .except(let left, let right): "(\(left) EXCEPT \(right))"
        case .atLeast(let count, let part): "ATLEAST/\(count) \(part)"
        case .scoped(let scope, let part): "\(scope.rawValue):\(part)"
        case .filter(let filter): filter.description
        }
    }

    private func list(_ parts: [Query], _ separator: String) -> String {
        parts.count == 1 ? parts[0].description : "(\(parts.map(\.description).joined(separator: separator)))"
    }
}
