/// Characters as they are compared: case does not count, nor do accents on Latin and Greek letters, the vowel
/// marks of Arabic and Hebrew, and the stress marks of Cyrillic.
///
/// The text must be in NFKC form. Scripts are never folded into each other.
func folded(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    let table = ScalarTable.folding
    let classes = ScalarClasses.shared
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in scalars {
        if (0x300...0x36F).contains(scalar.value) {
            // An accent that found no composed form, as on a stressed Cyrillic vowel.
            if let last, classes.shedsAccents(last) { continue }
            result.append(scalar)
        } else if let replacement = table[scalar] {
            guard let letter = replacement.last else { continue }
            result.append(contentsOf: replacement)
            last = letter
        } else {
            result.append(scalar)
            last = scalar
        }
    }
    return String(result)
}

/// A text as it is compared, from any form.
func folded(_ text: String) -> String {
    folded(NormalText(text).scalars)
}

/// All that is typed for an apostrophe.
let apostrophes: Set<Unicode.Scalar> = ["'", "’", "‘", "ʼ", "＇", "`", "´"]

/// What joins two words into one; dashes do not.
let hyphens: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}"]
