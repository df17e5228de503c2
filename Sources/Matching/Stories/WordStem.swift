/// What is left of a word when its endings are gone: as much as stories need, the same for all languages of a script.
enum WordStem {
    /// Cuts a folded word in place.
    ///
    /// - Parameters:
    ///   - word: Its bytes; some letters are written differently afterwards.
    ///   - isCyrillic: Whether it was written in Cyrillic.
    /// - Returns: How many of the bytes are left.
    static func length(of word: UnsafeMutableBufferPointer<UInt8>, _ isCyrillic: Bool) -> Int {
        var count = word.count
        if isCyrillic {
            count = withoutCase(word)
        } else if count > 1, word[0] == 0xD8 || word[0] == 0xD9 {
            return withoutPrefix(word)
        } else {
            count = withoutPlural(word)
            count = withoutCountry(word, count)
        }
        respell(word, count)
        return count
    }

    /// The endings of cases, of adjectives before those of nouns; four letters stay.
    private static let caseEndings = [
        "ogo", "ego", "omu", "emu", "imi", "ikh", "om", "em", "im", "oi", "ei", "ov", "ev",
    ]
    .map { Array($0.utf8) }

    private static func withoutCase(_ word: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = word.count
        for ending in caseEndings where count >= ending.count + 4 {
            if word[(count - ending.count)..<count].elementsEqual(ending) {
                count -= ending.count
                break
            }
        }
        while count > 4, isVowel(word[count - 1]) { count -= 1 }
        return count
    }

    /// `studies` is `studi`, `bans` is `ban`; `bus`, `glass` and `tennis` stay.
    private static func withoutPlural(_ word: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let count = word.count
        guard count > 3, word[count - 1] == UInt8(ascii: "s") else { return count }
        switch word[count - 2] {
        case UInt8(ascii: "s"), UInt8(ascii: "u"), UInt8(ascii: "i"): return count
        case UInt8(ascii: "e") where count > 4 && word[count - 3] == UInt8(ascii: "i"): return count - 2
        default: return count - 1
        }
    }

    /// `Russia` and `Russian` are `russ`; `Zelenskyy`, `Zelenskiy` and `Zelensky` are `zelensk`.
    private static func withoutCountry(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int) -> Int {
        func ends(_ letters: StaticString) -> Bool {
            let size = letters.utf8CodeUnitCount
            return (0..<size).allSatisfy { word[count - size + $0] == letters.utf8Start[$0] }
        }
        if count > 6, ends("ian") { return count - 3 }
        if count > 6, ends("yy") || ends("iy") || ends("yi") || ends("ii") { return count - 2 }
        if count > 5, ends("ia") { return count - 2 }
        return count > 5 && isVowel(word[count - 1]) ? count - 1 : count
    }

    /// Moves what stands behind an Arabic article or particle to the front.
    private static func withoutPrefix(_ word: UnsafeMutableBufferPointer<UInt8>) -> Int {
        for prefix in WordForm.arabicPrefixBytes where word.count >= prefix.count + 6 {
            guard word[..<prefix.count].elementsEqual(prefix) else { continue }
            for place in prefix.count..<word.count { word[place - prefix.count] = word[place] }
            return word.count - prefix.count
        }
        return word.count
    }

    /// `c` that sounds like `k`, and `y`, are written as other alphabets write them: Macron is Макрон.
    private static func respell(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int) {
        for place in 0..<count {
            switch word[place] {
            case UInt8(ascii: "y"): word[place] = UInt8(ascii: "i")
            case UInt8(ascii: "c"):
                switch place + 1 < count ? word[place + 1] : 0 {
                case UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "y"), UInt8(ascii: "h"): break
                default: word[place] = UInt8(ascii: "k")
                }
            default: break
            }
        }
    }

    private static func isVowel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }
}
