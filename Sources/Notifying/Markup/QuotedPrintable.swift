/// A text in the letters of ASCII and in short lines, most of it as it was (RFC 2045, section 6.7).
///
/// Every line ends with CR and LF, however it ended before. What programs on the way might take for their own is
/// encoded as well: a dot or a "From " that begins a line, and blanks that end one.
func quotedPrintable(_ text: String) -> [UInt8] {
    var encoded: [UInt8] = []
    for line in lines(of: text) {
        encoded += encode(line) + [13, 10]
    }
    return encoded
}

/// The lines of a text, whatever they end with.
private func lines(of text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var isAfterReturn = false
    for byte in text.utf8 {
        switch byte {
        case 10 where isAfterReturn: break
        case 10, 13: lines.append([])
        default: lines[lines.count - 1].append(byte)
        }
        isAfterReturn = byte == 13
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
}

/// One line, broken softly so that no part is longer than 76.
private func encode(_ line: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    var column = 0
    for (index, byte) in line.enumerated() {
        let unit = isSafe(byte, at: index, of: line) ? [byte] : escape(byte)
        if column + unit.count > 75 {
            encoded += [UInt8(ascii: "="), 13, 10]
            column = 0
        }
        // A dot can begin a line that only came about here.
        let written = column == 0 && unit == [UInt8(ascii: ".")] ? escape(byte) : unit
        encoded += written
        column += written.count
    }
    return encoded
}

private func isSafe(_ byte: UInt8, at index: Int, of line: [UInt8]) -> Bool {
    switch byte {
    case UInt8(ascii: " "), 9: index < line.count - 1
    case UInt8(ascii: "F"): index > 0 || !line.starts(with: "From ".utf8)
    case UInt8(ascii: "="): false
    default: (0x21...0x7E).contains(byte)
    }
}

private func escape(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}
