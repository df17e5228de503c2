import Foundation
import Testing

@testable import Notifying

@Suite struct `A text of letters and marks` {
    static let rows: [(text: String, composed: String, because: String)] = [
        ("e\u{301}lan", "\u{E9}lan", "one character to count and to look for"),
        ("\u{438}\u{306}", "\u{439}", "Cyrillic"),
        ("\u{304B}\u{3099}", "\u{304C}", "as file names of macOS have it"),
        ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}", "a syllable of three"),
        ("\u{627}\u{654}", "\u{623}", "Arabic"),
        ("e\u{323}\u{302}", "\u{1EC7}", "two marks"),
        ("e\u{302}\u{323}", "\u{1EC7}", "in whichever order"),
        ("\u{E2}\u{323}", "\u{1EAD}", "one is composed already"),
        ("q\u{301}", "q\u{301}", "nobody has made one character of these"),
        ("a\u{301}\u{35C}", "\u{E1}\u{35C}", "as far as it goes"),
        ("\u{915}\u{93C}", "\u{915}\u{93C}", "Unicode has one and wants it in two"),
        ("\u{1F1FA}\u{1F1E6} 👨‍👩‍👧", "\u{1F1FA}\u{1F1E6} 👨‍👩‍👧", "no letters"),
        ("\u{301}", "\u{301}", "no letter"),
    ]

    @Test(arguments: rows)
    func `is put together`(_ text: String, _ expected: String, _ because: String) {
        // Swift takes texts for equal that differ only in this.
        #expect(Array(composed(text).unicodeScalars) == Array(expected.unicodeScalars), "\(because)")
    }

    @Test func `is tidy when it is put together`() {
        #expect(tidy(" Sa\u{303}o Tome\u{301} ").unicodeScalars.count == 8)
    }

    @Test func `is what Foundation makes of everything that falls apart`() {
        let wrong = (0x80...0x2FFF).compactMap(Unicode.Scalar.init).filter { scalar in
            let apart = String(scalar).decomposedStringWithCanonicalMapping
            guard apart.unicodeScalars.count > 1 else { return false }
            let together = apart.precomposedStringWithCanonicalMapping
            return !composed(apart).unicodeScalars.elementsEqual(together.unicodeScalars)
        }
        #expect(wrong.map { String($0.value, radix: 16) } == [])
    }
}
