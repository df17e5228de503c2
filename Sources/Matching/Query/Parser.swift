/// Reads one query.
///
/// The grammar, loosest first: `or`, then `and` with `NOT`, then the operators about places (NEAR, BEFORE,
/// SENTENCE, EXCEPT), from left to right, then single operands.
struct Parser {
    /// A name that a query uses, and where.
    struct Reference: Hashable {
        var key: String
        var line: SourceLine
        var place: Int
        /// The operator that needs the name to be found at a place, if one does.
        var placed: String?
    }

    private let line: SourceLine
    private let tokens: [Lexer.Token]
    private let end: Int
    private let book: WordBook
    private var next = 0
    private var depth = 0
    private(set) var references: [Reference] = []

    /// A parser for a part of a line.
    init(_ line: SourceLine, _ range: Range<Int>, _ book: WordBook) throws(WatchlistError) {
        self.line = line
        self.book = book
        end = range.upperBound
        var lexer = Lexer(line, range)
        tokens = try lexer.tokens()
    }

    /// Reads everything.
    mutating func query() throws(WatchlistError) -> Query {
        if tokens.count > 1, let phrase = try bareWords() { return phrase }
        let query = try or()
        guard next < tokens.count else { return query }
        let token = tokens[next]
        if token.mark == .close { throw line.mistake(.unopenedParenthesis, at: token.place) }
        throw line.mistake(.sideBySide(before(token), text(of: token)), at: token.place)
    }

    /// A line made of nothing but words is one phrase.
    private func bareWords() throws(WatchlistError) -> Query? {
        var words: [(text: String, place: Int)] = []
        for token in tokens {
            guard case .word(let text) = token.mark else { return nil }
            words.append((text, token.place))
        }
        return try phrase(words)
    }

    // MARK: - The levels of the grammar

    private mutating func or() throws(WatchlistError) -> Query {
        var parts: [Query] = []
        var mixed: Int?
        repeat {
            let start = next
            let part = try and()
            if !isWrapped(from: start), part.isConjunction { mixed = mixed ?? start }
            parts.append(part)
        } while take(.or)
        if parts.count == 1 { return parts[0] }
        if let mixed {
            let op = tokens[mixed..<next].first { $0.mark == .and || $0.mark == .not }
            throw line.mistake(.mixedOperators, at: (op ?? tokens[mixed]).place)
        }
        return .any(parts)
    }

    private mutating func and() throws(WatchlistError) -> Query {
        if let token = current, token.mark == .not { throw line.mistake(.onlyNot, at: token.place) }
        var parts = [try near()]
        var others: [Query] = []
        while let token = current, token.mark == .and || token.mark == .not {
            next += 1
            if token.mark == .not || take(.not) {
                others.append(try near())
            } else {
                parts.append(try near())
            }
        }
        let positive = parts.count == 1 ? parts[0] : .all(parts)
        return others.isEmpty ? positive : .without(positive, others)
    }

    private mutating func near() throws(WatchlistError) -> Query {
        var firstReference = references.count
        var left = try operand()
        var links = 0
        while let token = current, let join = Self.join(token.mark) {
            next += 1
            links += 1
            guard links + depth <= Limits.depth else { throw line.mistake(.tooDeep, at: token.place) }
            let name = text(of: token)
            let right = try operand()
            for side in [left, right] where !side.isPlace({ _ in true }) {
                throw line.mistake(.needsPlaces(name), at: token.place)
            }
            for number in firstReference..<references.count { references[number].placed = name }
            firstReference = references.count
            left = join(left, right)
        }
        return left
    }

    private static func join(_ mark: Lexer.Mark) -> ((Query, Query) -> Query)? {
        switch mark {
        case .near(let distance, let ordered): { .near($0, $1, distance: distance, ordered: ordered) }
        case .sentence: { .sentence($0, $1) }
        case .except: { .except($0, $1) }
        default: nil
        }
    }

    private mutating func operand() throws(WatchlistError) -> Query {
        guard let token = current else { throw missingOperand() }
        next += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= Limits.depth else { throw line.mistake(.tooDeep, at: token.place) }
        switch token.mark {
        case .open: return try parenthesised(token)
        case .quoted(let text): return try phrase(words(of: text, at: token.place + 1))
        case .word(let text): return try phrase([(text, token.place)])
        case .name(let key):
            references.append(Reference(key: key, line: line, place: token.place))
            return .name(key)
        case .scope(let scope): return .scoped(scope, try operand())
        case .filter(let subject): return try filter(subject)
        case .atLeast(let count): return .atLeast(count, try counted(token))
        case .close, .and, .or, .not, .except, .sentence, .near:
            next -= 1
            throw missingOperand()
        }
    }

    private mutating func parenthesised(_ open: Lexer.Token) throws(WatchlistError) -> Query {
        let inside = try or()
        guard let token = current else { throw line.mistake(.unclosedParenthesis, at: open.place) }
        guard token.mark == .close else {
            throw line.mistake(.sideBySide(before(token), text(of: token)), at: token.place)
        }
        next += 1
        return inside
    }

    private mutating func counted(_ token: Lexer.Token) throws(WatchlistError) -> Query {
        let firstReference = references.count
        let part = try operand()
        let name = text(of: token)
        guard part.isPlace({ _ in true }) else { throw line.mistake(.needsPlaces(name), at: token.place) }
        for number in firstReference..<references.count { references[number].placed = name }
        return part
    }

    /// `tag:ukraine`, `outlet:"Le Monde"`, `lang:(uk OR ru)`.
    private mutating func filter(_ subject: Filter.Subject) throws(WatchlistError) -> Query {
        guard let token = current else { throw missingOperand() }
        next += 1
        switch token.mark {
        case .word(let value), .quoted(let value):
            return .filter(Filter(subject: subject, value: value))
        case .open:
            var values = [try filter(subject)]
            while take(.or) { values.append(try filter(subject)) }
            guard take(.close) else { throw line.mistake(.unclosedParenthesis, at: token.place) }
            return .any(values)
        default:
            next -= 1
            throw missingOperand()
        }
    }

    private func phrase(_ words: [(text: String, place: Int)]) throws(WatchlistError) -> Query {
        var found: [PhraseWord] = []
        for word in words {
            if ["AND", "OR", "NOT"].contains(word.text) {
                throw line.mistake(.operatorInPhrase(word.text), at: word.place)
            }
            do throws(WatchlistError.Kind) {
                if let word = try book.word(word.text) { found.append(word) }
            } catch {
                throw line.mistake(error, at: word.place)
            }
        }
        if found.isEmpty, let first = words.first { throw line.mistake(.noWord(first.text), at: first.place) }
        return .phrase(found)
    }
}

// MARK: - Looking around

extension Parser {
    private var current: Lexer.Token? { next < tokens.count ? tokens[next] : nil }

    private mutating func take(_ mark: Lexer.Mark) -> Bool {
        guard current?.mark == mark else { return false }
        next += 1
        return true
    }

    /// Whether the tokens from `start` to here are one pair of parentheses with its content.
    private func isWrapped(from start: Int) -> Bool {
        guard tokens[start].mark == .open, tokens[next - 1].mark == .close else { return false }
        var level = 0
        for index in start..<next {
            if tokens[index].mark == .open { level += 1 }
            if tokens[index].mark == .close { level -= 1 }
            if level == 0 { return index == next - 1 }
        }
        return false
    }

    private func missingOperand() -> WatchlistError {
        guard let token = current else {
            let last = tokens.last.map { text(of: $0) } ?? ""
            return line.mistake(.missingOperand(after: last), at: end)
        }
        if token.mark == .not { return line.mistake(.onlyNot, at: token.place) }
        return line.mistake(.unexpected(text(of: token)), at: token.place)
    }

    private func before(_ token: Lexer.Token) -> String {
        tokens.last { $0.place < token.place }.map { text(of: $0) } ?? ""
    }

    private func text(of token: Lexer.Token) -> String {
        let following = tokens.first { $0.place > token.place }?.place ?? end
        let characters = line.characters[token.place..<following]
        return String(String(characters).trimmed)
    }

    private func words(of text: String, at place: Int) -> [(text: String, place: Int)] {
        var words: [(text: String, place: Int)] = []
        var start = place
        for piece in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            if !piece.isEmpty { words.append((String(piece), start)) }
            start += piece.count + 1
        }
        return words
    }
}

extension Query {
    /// Whether this is AND or NOT, which beside OR need parentheses.
    fileprivate var isConjunction: Bool {
        switch self {
        case .all, .without: true
        default: false
        }
    }
}
