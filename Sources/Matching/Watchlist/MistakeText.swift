extension WatchlistError.Kind {
    /// Whether the list works all the same.
    public var isWarning: Bool {
        switch self {
        case .commonInCapitals, .wideWildcard, .wideVeto, .alwaysMasked, .shadowed, .expired: true
        default: false
        }
    }

    /// What is wrong, for a person.
    var problem: String {
        switch self {
        case .fileTooLarge(let size): "the file has \(size) bytes, the limit is \(Limits.bytes)"
        case .notUTF8: "this is not UTF-8"
        case .nothingToMatch: "there is nothing to match"
        case .duplicateList(let other): "\(other) has the same name"
        case .sectionTooLong(let section): "\(section) has more than \(Limits.lines) lines"
        case .neitherKeyNorSection: "this is neither a key with a value nor a section"
        case .outsideSection: "this line is indented, but stands in no section"
        case .sectionOnOneLine(let section): "\(section): takes its lines below it"
        case .missingColon(let section): "the section \(section) lacks its colon"
        case .unknownKey(let key, _): "there is no key or section \(key)"
        case .duplicateKey(let key): "\(key) is given twice"
        case .missingValue(let key): "\(key) has no value"
        case .badValue(let key, let value, _): "\(key) cannot be \(value)"
        case .badName: "a name is missing"
        case .duplicateName(let name): "{\(name)} is defined twice"
        case .emptyName(let name): "{\(name)} holds nothing"
        case .exampleIsMissed(let reason): "this example should match, but \(reason)"
        case .exampleIsHit(let reason): "this example should not match, but \(reason)"
        case .commonInCapitals(let word): "\(word) also finds the common word \(word.lowercased())"
        case .wideWildcard(let word): "\(word) finds every word that begins with these letters"
        case .wideVeto: "this veto silences an item for a word anywhere in its text"
        case .alwaysMasked(let words, let mask): "\(words) can never hit: \(mask) hides it"
        case .shadowed(let line): "line \(line) hits all that this line could hit"
        case .expired: "the list no longer rings: its day is over"
        default: queryProblem
        }
    }

    private var queryProblem: String {
        switch self {
        case .unclosedQuote: "the phrase is never closed"
        case .emptyQuotes: "there is nothing between the quotes"
        case .unclosedParenthesis: "the parenthesis is never closed"
        case .unopenedParenthesis: "the parenthesis was never opened"
        case .unclosedBrace: "the brace is never closed"
        case .strayBrace: "the brace was never opened"
        case .sideBySide(let left, let right): "\(left) and \(right) stand side by side"
        case .mixedOperators: "AND or NOT is mixed with OR"
        case .onlyNot: "NOT has nothing to take away from"
        case .missingOperand(let name):
            name.isEmpty ? "a word is missing" : "something is missing after \(name)"
        case .unexpected(let text): "a word is expected before \(text)"
        case .missingNumber(let name): "\(name) needs a number"
        case .distanceTooLarge(let number):
            "\(number) words are too far apart, the limit is \(Limits.distance)"
        case .countTooSmall: "ATLEAST/0 is always true"
        case .lowercaseOperator(let text): "\(text) is written in small letters"
        case .operatorInPhrase(let name): "the operator \(name) stands in a phrase"
        case .needsPlaces(let name): "\(name) takes words, phrases and OR lists only"
        case .tooDeep: "more than \(Limits.depth) levels stand inside each other"
        case .unknownField(let field): "there is no field \(field):"
        case .noWord(let text): "\(text) holds no letter and no digit"
        case .wildcardInside(let word): "\(word) has a * before its end"
        case .wildcardTooShort(let word): "\(word) has fewer than 3 letters before its *"
        case .wildcardInExact(let word): "\(word) asks for the exact word and has a wildcard"
        case .unknownName(let name, _): "there is no name {\(name)}"
        case .nameCycle(let names): "\(names.map { "{\($0)}" }.joined(separator: " uses "))"
        default: ""
        }
    }
}
