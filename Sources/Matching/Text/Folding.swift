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
        if scalar.value < 0x80 {
            let isCapital = (0x41...0x5A).contains(scalar.value)
            last = isCapital ? Unicode.Scalar(scalar.value | 0x20) : scalar
            if let last { result.append(last) }
        } else if (0x300...0x36F).contains(scalar.value) {
            // An accent that found no composed form, as on a stressed Cyrillic vowel.
            if let last, classes.shedsAccents(last) { continue }
            result.append(scalar)
        } else if let replacement = table[scalar] {
            guard let letter = replacement.last else { continue }
            // One by one, for appending several copies the whole text.
            for scalar in replacement { result.append(scalar) }
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

extension Unicode.Scalar {
    /// Whether it is one of the forms in which an apostrophe is typed.
    var isApostrophe: Bool {
        switch self {
        case "'", "’", "‘", "ʼ", "＇", "`", "´": true
        default: false
        }
    }

    /// Whether it joins two words into one; dashes do not.
    var isHyphen: Bool {
        self == "-" || self == "\u{2010}" || self == "\u{2011}"
    }
}
