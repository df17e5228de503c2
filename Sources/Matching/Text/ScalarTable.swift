/// A mapping from single Unicode scalars to short sequences of scalars, fast for those that map to themselves.
struct ScalarTable: Sendable {
    /// For each block of 256 scalars where its cells begin; 0 for a block in which nothing is mapped.
    private var blocks = [UInt32](repeating: 0, count: 0x1100)
    /// 0: the scalar stays as it is; else 1 + the index of its sequence.
    private var cells = [UInt16](repeating: 0, count: 256)
    private var sequences: [[Unicode.Scalar]] = []

    /// What NFKC makes of a character that stands alone.
    static let compatibility = ScalarTable(UnicodeTables.compatibility)
    /// What is left of a character where case, and accents on Latin and Greek, do not count.
    static let folding = ScalarTable(UnicodeTables.folding)

    /// Reads the notation of `UnicodeTables`.
    init(_ notation: String) {
        for entry in notation.split(whereSeparator: \.isWhitespace) {
            let sides = entry.split(separator: ":", omittingEmptySubsequences: false)
            let run = ScalarRun(sides[0])
            let targets = sides[1].split(separator: ".").map { UInt32($0, radix: 16) ?? 0 }
            for number in 0..<run.count {
                let offset = number * run.step
                let shifted = targets.count == 1 ? [targets[0] + offset] : targets
                set(run.first + offset, to: shifted.compactMap(Unicode.Scalar.init))
            }
        }
    }

    /// The sequence a scalar maps to, or nil where it stays as it is.
    subscript(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        let block = blocks[Int(scalar.value >> 8)]
        guard block != 0 else { return nil }
        let cell = cells[Int(block + scalar.value & 0xFF)]
        return cell == 0 ? nil : sequences[Int(cell) - 1]
    }

    private mutating func set(_ value: UInt32, to sequence: [Unicode.Scalar]) {
        let block = Int(value >> 8)
        if blocks[block] == 0 {
            blocks[block] = UInt32(cells.count)
            cells += [UInt16](repeating: 0, count: 256)
        }
        sequences.append(sequence)
        cells[Int(blocks[block] + value & 0xFF)] = UInt16(sequences.count)
    }
}

/// `first`, `first,count` or `first,count/step`, in hexadecimal.
struct ScalarRun {
    let first: UInt32
    let count: UInt32
    let step: UInt32

    init(_ notation: Substring) {
        let parts = notation.split { $0 == "," || $0 == "/" }.map { UInt32($0, radix: 16) ?? 0 }
        first = parts[0]
        count = parts.count > 1 ? parts[1] : 1
        step = parts.count > 2 ? parts[2] : 1
    }
}
