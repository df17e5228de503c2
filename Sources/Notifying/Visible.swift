/// A text from a feed as it may be shown on a terminal, on one line.
///
/// Control characters could steer the terminal, and those that turn the direction of writing could make a link
/// look like another one: neither is shown. Line feeds and tabs become spaces.
public func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if !isHarmful(scalar) {
            shown.append(scalar)
        } else if scalar == "\n" || scalar == "\t" {
            shown.append(" ")
        }
    }
    return String(shown)
}

private func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
