/// A named set of words, as written.
struct NameBlock {
    /// The name, as it is looked up.
    var key: String
    /// The line that names it.
    var line: SourceLine
    /// Its variants; any of them may stand for the name.
    var queries: [Query] = []
    /// The same, each with its line.
    private(set) var entries: [ListCompiler.Entry] = []
    /// The names that it uses.
    var references: [Parser.Reference] = []
    /// How many lines it takes.
    private(set) var lines = 0

    /// A name without variants.
    init(key: String, line: SourceLine) {
        self.key = key
        self.line = line
    }

    /// Takes up the variants of a line.
    mutating func add(_ line: SourceLine, _ book: WordBook, _ mistakes: inout [WatchlistError]) {
        let parsed = QueryLine(line, book, &mistakes)
        lines += 1
        queries += parsed.queries
        entries += parsed.queries.map { ListCompiler.Entry(line: line, query: $0) }
        references += parsed.references
    }
}

/// The queries of one line: a comma means OR.
struct QueryLine {
    var queries: [Query] = []
    var references: [Parser.Reference] = []

    /// Reads a line; parts that cannot be read are noted and left out.
    init(_ line: SourceLine, _ book: WordBook, _ mistakes: inout [WatchlistError]) {
        for part in line.parts(of: line.content) {
            do throws(WatchlistError) {
                var parser = try Parser(line, part, book)
                queries.append(try parser.query())
                references += parser.references
            } catch {
                mistakes.append(error)
            }
        }
    }

    /// The line's queries as one.
    var query: Query? {
        queries.count > 1 ? .any(queries) : queries.first
    }
}
