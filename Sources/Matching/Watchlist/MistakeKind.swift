extension WatchlistError {
    /// What can be wrong in a watch file.
    public enum Kind: Error, Hashable, Sendable {
        // The file.
        /// More bytes than a list may have.
        case fileTooLarge(Int)
        /// Bytes that are no text.
        case notUTF8
        /// A list without a line that could match.
        case nothingToMatch
        /// Two files for one id; the other is named.
        case duplicateList(String)
        /// More lines than a section may have.
        case sectionTooLong(String)

        // The frame.
        /// A line that is neither a key with its value nor a section.
        case neitherKeyNorSection
        /// An indented line before the first section.
        case outsideSection
        /// A section's content on the line of its name.
        case sectionOnOneLine(String)
        /// A section without its colon.
        case missingColon(String)
        /// A key that no list has, and the nearest that one has.
        case unknownKey(String, nearest: String?)
        /// A key that stands there twice.
        case duplicateKey(String)
        /// A key without a value.
        case missingValue(String)
        /// A value that the key does not take.
        case badValue(key: String, value: String, allowed: String)
        /// A name that is not written `{name}`, or an empty one.
        case badName
        /// A name that is defined twice.
        case duplicateName(String)
        /// A name without variants.
        case emptyName(String)

        // A query.
        /// A quote without its partner.
        case unclosedQuote
        /// Quotes around nothing.
        case emptyQuotes
        /// A parenthesis that is never closed.
        case unclosedParenthesis
        /// A parenthesis that was never opened.
        case unopenedParenthesis
        /// A brace that is never closed.
        case unclosedBrace
        /// A brace that was never opened.
        case strayBrace
        /// Two operands with nothing between them.
        case sideBySide(String, String)
        /// AND or NOT beside OR without parentheses.
        case mixedOperators
        /// NOT with nothing to take away from.
        case onlyNot
        /// An operator at the end.
        case missingOperand(after: String)
        /// An operator where a word is expected.
        case unexpected(String)
        /// NEAR, BEFORE or ATLEAST without a number.
        case missingNumber(String)
        /// NEAR over more words than allowed.
        case distanceTooLarge(Int)
        /// ATLEAST/0.
        case countTooSmall
        /// An operator in small letters.
        case lowercaseOperator(String)
        /// An operator in a phrase.
        case operatorInPhrase(String)
        /// An operator on something that only holds or does not hold.
        case needsPlaces(String)
        /// Too much inside each other.
        case tooDeep
        /// A field that items do not have, before a colon.
        case unknownField(String)
        /// Punctuation only.
        case noWord(String)
        /// `*` before the end of a word.
        case wildcardInside(String)
        /// `*` after fewer than three letters.
        case wildcardTooShort(String)
        /// A wildcard in a word that asks for the exact case.
        case wildcardInExact(String)
        /// A name that nobody defined, and the nearest that somebody did.
        case unknownName(String, nearest: String?)
        /// Names that use each other in a circle.
        case nameCycle([String])

        // The examples.
        /// An example for a hit that does not hit, with the reason.
        case exampleIsMissed(String)
        /// An example for no hit that hits, with the reason.
        case exampleIsHit(String)

        // What is allowed and probably not meant.
        /// A word typed in capitals that is also a common word.
        case commonInCapitals(String)
        /// A wildcard with few letters.
        case wideWildcard(String)
        /// A veto that looks below the headline.
        case wideVeto
        /// Words that `ignore phrases` always hides; the hiding line is named.
        case alwaysMasked(String, by: String)
        /// A line that hits nothing that another one does not hit.
        case shadowed(by: Int)
        /// A list whose day is over.
        case expired
    }
}
