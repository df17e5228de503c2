/// The names that all lists share.
struct NameLibrary {
    /// All names of all files.
    let table: NameTable
    /// Their queries.
    let sets: [String: NamedSet]
    /// What is allowed in them and probably not meant.
    var warnings: [WatchlistError] { Lint(table.ordered).warnings }
    /// The words that they and the lists say.
    let book = WordBook()
    /// What is wrong in the files.
    let mistakes: [WatchlistError]

    /// Reads names files.
    init(_ files: [SourceFile]) {
        var mistakes: [WatchlistError] = []
        var table = NameTable()
        for file in files {
            for block in Self.blocks(of: file, book, &mistakes) { table.add(block, &mistakes) }
        }
        mistakes += table.settle()
        self.table = table
        self.mistakes = mistakes
        sets = table.blocks.mapValues { NamedSet($0.queries) }
    }

    /// Whether a file has a mistake.
    func isBroken(_ file: String) -> Bool {
        mistakes.contains { $0.file == file }
    }

    /// The names that these use, and those that they use, and so on.
    func reached(from keys: some Sequence<String>) -> Set<String> {
        var reached: Set<String> = []
        var waiting = Array(keys)
        while let key = waiting.popLast() {
            guard let block = table.blocks[key], reached.insert(key).inserted else { continue }
            waiting += block.references.map(\.key)
        }
        return reached
    }

    private static func blocks(
        of file: SourceFile,
        _ book: WordBook,
        _ mistakes: inout [WatchlistError]
    ) -> [NameBlock] {
        var blocks: [NameBlock] = []
        for line in file.lines(&mistakes) {
            let content = line.content
            if content.isEmpty { continue }
            if line.isIndented {
                guard !blocks.isEmpty else {
                    mistakes.append(line.mistake(.badName, at: content.lowerBound))
                    continue
                }
                blocks[blocks.count - 1].add(line, book, &mistakes)
            } else {
                let text = line[content]
                let key = nameKey(String(text.dropLast()))
                guard text.hasSuffix(":"), !key.isEmpty, !key.contains("{"), !key.contains("}") else {
                    mistakes.append(line.mistake(.badName, at: 0))
                    continue
                }
                blocks.append(NameBlock(key: key, line: line))
            }
        }
        return blocks
    }
}
