/// A publisher's text as it may be shown in a message: on one line, and with nothing that acts on what is around it.
///
/// Control characters go, and so do those that turn the direction of writing, by which a link can be made to look
/// like another one. Of a pile of accents on one letter, eight stay, and without a letter none.
func tidy(_ text: String) -> String {
    let line = tidyPiece(text)
    guard line.first == " " || line.last == " " else { return line }
    return String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// A tidy text, cut to a length; of a text of any size only the beginning is looked at.
func tidy(_ text: String, _ limit: Int, _ unit: TextUnit = .scalars) -> String {
    tidy(text.beginning(enoughFor: limit)).clamped(to: limit, unit)
}

extension String {
    /// The beginning of the text, long enough for so much to be left of it when it is tidy.
    func beginning(enoughFor limit: Int) -> String {
        utf8.count <= limit * 4 ? self : String(unicodeScalars.prefix(limit * 4))
    }

    /// The end of the text, long enough for so much to be left of it when it is tidy.
    func end(enoughFor limit: Int) -> String {
        utf8.count <= limit * 4 ? self : String(unicodeScalars.suffix(limit * 4))
    }
}

/// The same for a piece of a text, whose outer blanks part it from its neighbours.
func tidyPiece(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var isBlank = true
    var marks = 0
    var hasParts = false
    for scalar in text.unicodeScalars {
        let category = scalar.properties.generalCategory
        let breaksLine = category == .lineSeparator || category == .paragraphSeparator
        if scalar == " " || breaksLine || (0x09...0x0D).contains(scalar.value) || scalar.value == 0x85 {
            if !isBlank || kept.isEmpty { kept.append(" ") }
            isBlank = true
            continue
        }
        guard !steers(scalar) else { continue }
        marks = category == .nonspacingMark || category == .enclosingMark ? marks + 1 : 0
        guard marks <= 8, !(isBlank && joinsWhatIsBefore(scalar)) else { continue }
        kept.append(scalar)
        hasParts = hasParts || mayBePart(scalar, category)
        isBlank = false
    }
    return hasParts ? composed(String(kept)) : String(kept)
}

/// Whether a character is shown as a part of the one before it.
private func joinsWhatIsBefore(_ scalar: Unicode.Scalar) -> Bool {
    let traits = scalar.properties
    return traits.isGraphemeExtend || traits.isEmojiModifier || traits.generalCategory == .spacingMark
        || scalar == "\u{200D}"
}

/// Whether a character acts on what shows it: a control character, or one that turns the direction of writing.
func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
