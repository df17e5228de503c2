/// A file as read from disk.
public struct SourceFile: Sendable, Hashable {
    /// The file's path, as the user named it.
    public var name: String
    /// What it holds.
    public var bytes: [UInt8]

    /// A file with its content.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension SourceFile {
    /// The last part of the path.
    var baseName: String {
        name.split(separator: "/").last.map(String.init) ?? name
    }

    /// The base name without its ending: a list's id.
    var id: String {
        guard let dot = baseName.lastIndex(of: "."), dot > baseName.startIndex else { return baseName }
        return String(baseName[..<dot])
    }

    /// The file's lines; those that cannot be read are noted and left empty.
    func lines(_ mistakes: inout [WatchlistError]) -> [SourceLine] {
        guard bytes.count <= Limits.bytes else {
            mistakes.append(
                SourceLine(file: name, number: 1, text: "").mistake(.fileTooLarge(bytes.count), at: 0)
            )
            return []
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]  // the byte order mark that some editors write
        let content = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        var lines: [SourceLine] = []
        for var piece in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if piece.last == UInt8(ascii: "\r") { piece.removeLast() }
            lines.append(line(number: lines.count + 1, piece, &mistakes))
        }
        return lines
    }

    private func line(
        number: Int,
        _ bytes: ArraySlice<UInt8>,
        _ mistakes: inout [WatchlistError]
    ) -> SourceLine {
        if let text = String(validating: bytes, as: UTF8.self) {
            return SourceLine(file: name, number: number, text: text)
        }
        let lossy = SourceLine(file: name, number: number, text: String(decoding: bytes, as: UTF8.self))
        let column = lossy.characters.firstIndex { $0.unicodeScalars.contains("\u{FFFD}") } ?? 0
        mistakes.append(lossy.mistake(.notUTF8, at: column))
        return SourceLine(file: name, number: number, text: "")
    }
}
