import News

/// A piece of text in bold Markdown; blanks at its ends stay outside, since inside they undo it.
func strong(_ text: String, _ escaped: (String) -> String) -> String {
    let core = text.drop { $0 == " " }
    let start = text[..<core.startIndex]
    let end = core.reversed().prefix { $0 == " " }.count
    let middle = String(core.dropLast(end))
    return middle.isEmpty ? text : start + "**" + escaped(middle) + "**" + String(repeating: " ", count: end)
}

extension Priority {
    /// The colour beside an alert, as RGB.
    var color: Int {
        switch self {
        case .low: 0x95A5A6
        case .normal: 0x3B82F6
        case .high: 0xF59E0B
        case .urgent: 0xDC2626
        }
    }

    /// The same as CSS writes it.
    var webColor: String {
        let digits = String(color, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
