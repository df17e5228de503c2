extension WatchlistError.Kind {
    /// How to put it right, for a person.
    var remedy: String {
        switch self {
        case .fileTooLarge: "split the list into several files"
        case .notUTF8: "save the file as UTF-8 in your editor"
        case .nothingToMatch: "write a word, such as: ceasefire"
        case .duplicateList: "rename one of the two files"
        case .sectionTooLong: "move words into a name, or split the list"
        case .neitherKeyNorSection: "write \"key: value\", or indent the line below a section such as match:"
        case .outsideSection: "write match: on a line above it"
        case .sectionOnOneLine: "move the rest to the next line and indent it"
        case .missingColon(let section): "write \(section):"
        case .unknownKey(_, let nearest): nearest.map { "did you mean \($0)?" } ?? "known: \(Self.knownKeys)"
        case .duplicateKey: "remove one of the two"
        case .missingValue: "write a value after the colon, or remove the line"
        case .badValue(_, _, let allowed): "write \(allowed)"
        case .badName: "write define {name}: in a list, name: in a names file"
        case .duplicateName: "rename one of the two, or put all variants into one"
        case .emptyName: "write its variants below it, indented"
        case .exampleIsMissed: "change the list, or move the example to should not match:"
        case .exampleIsHit: "change the list, or move the example to should match:"
        case .commonInCapitals(let word): "write =\(word) for exactly this case"
        case .wideWildcard: "write more letters, or list the forms"
        case .wideVeto: "write title:(…) around it, or hide the words with ignore phrases:"
        case .alwaysMasked: "take one of the two out"
        case .shadowed: "take this line out, or make the other one narrower"
        case .expired: "write a later day, or take the file away"
        default: queryRemedy
        }
    }

    private var queryRemedy: String {
        switch self {
        case .unclosedQuote: "add the closing \" after the phrase's last word"
        case .emptyQuotes: "write a word between them, or remove them"
        case .unclosedParenthesis: "add the closing )"
        case .unopenedParenthesis: "remove it, or add an opening ("
        case .unclosedBrace: "add the closing }"
        case .strayBrace: "write a name as {name}"
        case .sideBySide(let left, let right): Self.joined(left, right)
        case .mixedOperators: "put parentheses around the AND part or around the OR part: (a AND b) OR c"
        case .onlyNot: "write what must be there first: ceasefire NOT exercise"
        case .missingOperand: "add a word, a phrase or a {name}, or remove the operator"
        case .unexpected: "add a word, a phrase or a {name} before it"
        case .missingNumber(let name): "write \(name)/5, or \"\(name.lowercased())\" for the word"
        case .distanceTooLarge: "write a smaller number, or AND"
        case .countTooSmall: "write ATLEAST/2, or leave it out"
        case .lowercaseOperator(let text): "write \(text.uppercased())"
        case .operatorInPhrase(let name): "write it outside the quotes, or \(name.lowercased()) for the word"
        case .needsPlaces: "move AND, NOT, ATLEAST and fields out of it"
        case .tooDeep: "define a {name} for an inner part, or split the line"
        case .unknownField: "known: \(Self.knownFields); for the word, write it in quotes"
        case .noWord: "write a word"
        case .wildcardInside: "move the * to the word's end, or use ? for a single character"
        case .wildcardTooShort: "write more letters, or list the forms"
        case .wildcardInExact: "leave out the =, or the wildcard"
        case .unknownName(_, let nearest):
            nearest.map { "did you mean {\($0)}?" } ?? "define it, or check its spelling"
        case .nameCycle: "take one of them out of the circle"
        default: ""
        }
    }

    private static let knownKeys =
        (Header.Key.allCases.map(\.rawValue) + ListSection.allCases.map(\.rawValue))
        .joined(separator: ", ")

    private static let knownFields =
        (Query.Scope.allCases.map(\.rawValue) + Filter.Subject.allCases.map(\.rawValue)).joined(
            separator: ", "
        )

    /// Other systems read two words side by side as AND, as OR or as a phrase, so nobody can know.
    private static func joined(_ left: String, _ right: String) -> String {
        let isPair = (left + right).allSatisfy { $0.isLetter || $0.isNumber || "-'’*".contains($0) }
        let phrase = isPair ? " or \"\(left) \(right)\"" : ""
        return "write \(left) AND \(right), \(left) OR \(right), \(left) NEAR/5 \(right)\(phrase)"
    }
}
