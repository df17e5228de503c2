/// A JSON Feed that its decoder refused, made readable again.
///
/// A document that was cut short ends behind its last whole item; control characters within texts, which JSON wants
/// escaped, become spaces.
struct JSONRepair {
    /// The document as it can be read.
    private(set) var bytes: [UInt8] = []
    /// Whether its end is missing.
    private(set) var isCut = false
    /// Whether control characters were put right.
    private(set) var hasControls = false

    private var open: [UInt8] = []
    private var isInString = false
    private var isEscaped = false
    /// The length up to the last whole object in an array of the outermost object.
    private var wholeItems: Int?

    /// Nil where there is nothing to put right, or nothing whole to keep.
    init?(_ document: ArraySlice<UInt8>) {
        bytes.reserveCapacity(document.count)
        for byte in document {
            guard take(byte) else { break }
        }
        isCut = !open.isEmpty
        if isCut {
            guard let wholeItems else { return nil }
            bytes.removeLast(bytes.count - wholeItems)
            bytes += [UInt8(ascii: "]"), UInt8(ascii: "}")]
        }
        guard isCut || hasControls else { return nil }
    }

    /// False behind the document's end, or where it cannot go on.
    private mutating func take(_ byte: UInt8) -> Bool {
        if isInString {
            takeInString(byte)
            return true
        }
        bytes.append(byte)
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            guard open.popLast() == (byte == UInt8(ascii: "}") ? UInt8(ascii: "{") : UInt8(ascii: "[")) else {
                return false
            }
            if byte == UInt8(ascii: "}"), open.count == 2, open.last == UInt8(ascii: "[") {
                wholeItems = bytes.count
            }
            return !open.isEmpty
        default: break
        }
        return true
    }

    private mutating func takeInString(_ byte: UInt8) {
        if byte < 0x20 {
            hasControls = true
            bytes.append(0x20)
        } else {
            bytes.append(byte)
        }
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }
}
