@_spi(_Unicode) import Swift

/// A text in Unicode's NFKC form that still knows where each of its characters came from.
struct NormalText: Sendable {
    /// The normalised characters.
    private(set) var scalars: [Unicode.Scalar] = []
    /// For each of them, where in the original its source begins, counted in scalars.
    private(set) var starts: [Int32] = []
    /// And where that ends.
    private(set) var ends: [Int32] = []
    /// What up to three characters become, by their values; nothing where they stay as they are.
    private var compositions: [UInt64: [Unicode.Scalar]] = [:]

    /// Normalises a text; soft hyphens and zero-width spaces are left out.
    init(_ text: String) {
        scalars.reserveCapacity(text.utf8.count)
        starts.reserveCapacity(text.utf8.count)
        ends.reserveCapacity(text.utf8.count)
        let table = ScalarTable.compatibility
        let classes = ScalarClasses.shared
        var open = 0  // where the last character that a mark may join begins
        var joined = false
        var source: Int32 = 0
        for scalar in text.unicodeScalars {
            defer { source += 1 }
            if scalar.value == 0xAD || scalar.value == 0x200B { continue }
            let replacement = scalar.value < 0xA0 ? nil : table[scalar]
            var target = scalar
            var parts = 0
            repeat {
                if let replacement {
                    if parts == replacement.count { break }
                    target = replacement[parts]
                }
                parts += 1
                if target.value >= 0x300, joins(target, classes) {
                    joined = true
                } else {
                    if joined { compose(from: open) }
                    joined = false
                    open = scalars.count
                }
                append(target, source, source + 1)
            } while replacement != nil
        }
        if joined { compose(from: open) }
        compositions = [:]
    }

    /// Whether a character may become one with those before it: marks and the later parts of a Korean syllable.
    private func joins(_ scalar: Unicode.Scalar, _ classes: ScalarClasses) -> Bool {
        classes[scalar] == .mark || (0x1161...0x11FF).contains(scalar.value)
    }

    /// Puts a letter and its marks into composed form; each result stands for all of their sources.
    private mutating func compose(from open: Int) {
        guard open < scalars.count, let composed = composed(scalars[open...]) else { return }
        let start = starts[open]
        let end = ends[scalars.count - 1]
        scalars.removeSubrange(open...)
        starts.removeSubrange(open...)
        ends.removeSubrange(open...)
        for scalar in composed { append(scalar, start, end) }
    }

    /// The composed form of a letter with its marks, nil where that is the same; those of a text are few, and each
    /// is looked for once.
    private mutating func composed(_ piece: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        let key = piece.count > 3 ? nil : piece.reduce(UInt64(piece.count)) { $0 << 21 | UInt64($1.value) }
        if let key, let known = compositions[key] { return known.isEmpty ? nil : known }
        var string = String.UnicodeScalarView()
        for scalar in piece { string.append(scalar) }
        let composed = Array(String(string)._nfc)
        let isSame = composed.elementsEqual(piece)
        if let key, compositions.count < 1_000 { compositions[key] = isSame ? [] : composed }
        return isSame ? nil : composed
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ start: Int32, _ end: Int32) {
        scalars.append(scalar)
        starts.append(start)
        ends.append(end)
    }

    /// The normalised text's bytes.
    var utf8: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 2)
        for scalar in scalars {
            if scalar.value < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }
}
