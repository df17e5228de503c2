/// Cuts a stretch of a line into the marks of the query language.
struct Lexer {
    /// A mark and where it begins in its line, counted in characters.
    struct Token: Hashable {
        var mark: Mark
        var place: Int
    }

    /// A piece of a query.
    enum Mark: Hashable {
        case open
        case close
        case quoted(String)
        case name(String)
        case and
        case or
        case not
        case except
        case sentence
        case near(Int, ordered: Bool)
        case atLeast(Int)
        case scope(Query.Scope)
        case filter(Filter.Subject)
        case word(String)
    }

    private let line: SourceLine
    private let end: Int
    private var place: Int

    /// A lexer over a part of a line.
    init(_ line: SourceLine, _ range: Range<Int>) {
        self.line = line
        place = range.lowerBound
        end = range.upperBound
    }

    /// All marks, in order.
    mutating func tokens() throws(WatchlistError) -> [Token] {
        var tokens: [Token] = []
        skipSpace()
        while place < end {
            let start = place
            tokens.append(Token(mark: try next(), place: start))
            skipSpace()
        }
        return tokens
    }

    private mutating func skipSpace() {
        while place < end, line.characters[place].isBlank { place += 1 }
    }

    private mutating func next() throws(WatchlistError) -> Mark {
        let start = place
        let character = line.characters[place]
        if SourceLine.isQuote(character) { return .quoted(try quoted()) }
        switch character {
        case "(":
            place += 1
            return .open
        case ")":
            place += 1
            return .close
        case "{":
            return .name(try name())
        case "}":
            throw line.mistake(.strayBrace, at: start)
        default:
            return try word()
        }
    }

    private mutating func quoted() throws(WatchlistError) -> String {
        let start = place
        guard let close = line.characters[(start + 1)..<end].firstIndex(where: SourceLine.isQuote) else {
            throw line.mistake(.unclosedQuote, at: start)
        }
        place = close + 1
        let inside = String(line.characters[(start + 1)..<close])
        if inside.allSatisfy(\.isWhitespace) { throw line.mistake(.emptyQuotes, at: start) }
        return inside
    }

    private mutating func name() throws(WatchlistError) -> String {
        let start = place
        guard let close = line.characters[start..<end].firstIndex(of: "}") else {
            throw line.mistake(.unclosedBrace, at: start)
        }
        place = close + 1
        return nameKey(String(line.characters[(start + 1)..<close]))
    }

    /// A word, an operator, or a field in front of a word.
    private mutating func word() throws(WatchlistError) -> Mark {
        let start = place
        while place < end, !ends(line.characters[place]) { place += 1 }
        let text = String(line.characters[start..<place])
        if let mark = try Self.operation(text, line, start) { return mark }
        guard let colon = text.firstIndex(of: ":") else { return .word(text) }
        let field = String(text[..<colon])
        if let scope = Query.Scope(rawValue: field) {
            place = start + field.count + 1
            return .scope(scope)
        }
        if let subject = Filter.Subject(rawValue: field) {
            place = start + field.count + 1
            return .filter(subject)
        }
        if text.index(after: colon) < text.endIndex || followedByOperand, Self.looksLikeField(field) {
            throw line.mistake(.unknownField(field), at: start)
        }
        return .word(text)
    }

    private func ends(_ character: Character) -> Bool {
        switch character.onlyScalar {
        case "(", ")", "{", "}": true
        default: character.isBlank || SourceLine.isQuote(character)
        }
    }

    /// Whether a quote, a parenthesis or a name follows without a space.
    private var followedByOperand: Bool {
        place < end && !line.characters[place].isWhitespace && line.characters[place] != ")"
    }

    /// `titel:truce` is a mistyped field; `10:30` and `Kremlin:` are words.
    private static func looksLikeField(_ field: String) -> Bool {
        field.count > 1 && field.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    private static func operation(
        _ text: String,
        _ line: SourceLine,
        _ place: Int
    ) throws(WatchlistError) -> Mark? {
        switch text {
        case "AND": return .and
        case "OR": return .or
        case "NOT": return .not
        case "EXCEPT": return .except
        case "SENTENCE": return .sentence
        case "NEAR", "BEFORE", "ATLEAST": throw line.mistake(.missingNumber(text), at: place)
        default: break
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, ["NEAR", "BEFORE", "ATLEAST"].contains(parts[0].uppercased()) else {
            return nil
        }
        let name = parts[0].uppercased()
        guard parts[0] == name else { throw line.mistake(.lowercaseOperator(text), at: place) }
        guard let number = Int(parts[1]), parts[1].utf8.allSatisfy({ $0 != UInt8(ascii: "+") }), number >= 0
        else {
            throw line.mistake(.missingNumber(name), at: place)
        }
        if name == "ATLEAST" {
            guard number > 0 else { throw line.mistake(.countTooSmall, at: place) }
            return .atLeast(number)
        }
        guard number <= Limits.distance else { throw line.mistake(.distanceTooLarge(number), at: place) }
        return .near(number, ordered: name == "BEFORE")
    }
}

/// A name as it is looked up: case and outer spaces do not count.
func nameKey(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
