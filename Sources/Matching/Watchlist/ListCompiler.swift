/// Makes a list of a watch file.
struct ListCompiler {
    /// What is wrong with it.
    private(set) var mistakes: [WatchlistError]
    /// A line and what it asks for.
    struct Entry {
        var line: SourceLine
        var query: Query
    }

    /// The lines of its sections, those of examples apart.
    private(set) var entries: [ListSection: [Entry]] = [:]
    /// The shared names it uses.
    private(set) var sharedNames: Set<String> = []

    private let file: SourceFile
    private let reader: ListReader
    private let library: NameLibrary
    private var names = NameTable()
    private var references: [Parser.Reference] = []
    private var lines: [ListSection: [Watch.Line]] = [:]

    /// Reads and checks a file.
    init(_ file: SourceFile, library: NameLibrary) {
        self.file = file
        self.library = library
        reader = ListReader(file, library.book)
        mistakes = reader.mistakes
        for block in reader.names {
            names.add(block, &mistakes)
            references += block.references
        }
        mistakes += names.settle(outer: library.table)
        for section in ListSection.allCases where !section.holdsExamples {
            for line in reader.sections[section, default: []] { compile(line, in: section) }
        }
        sharedNames = library.reached(
            from: references.map(\.key).filter { names.blocks[$0] == nil }
        )
        mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// The names files that have mistakes of their own and are used here.
    var isMisled: Bool {
        sharedNames.contains { key in
            library.table.blocks[key].map { library.isBroken($0.line.file) } ?? false
        }
    }

    /// The lines of its own names.
    var namedEntries: [Entry] { reader.names.flatMap(\.entries) }

    /// The line that says when the list ends.
    var expiryLine: SourceLine? { reader.expiryLine }

    /// Whether there are any examples.
    var hasExamples: Bool {
        ListSection.allCases.contains { $0.holdsExamples && !reader.sections[$0, default: []].isEmpty }
    }

    /// The example lines.
    func examples(_ section: ListSection) -> [SourceLine] {
        reader.sections[section, default: []]
    }

    /// The list.
    ///
    /// - Parameter digest: The hash of everything it was made of.
    /// - Returns: The list as far as it could be read.
    func watch(digest: UInt64) -> Watch {
        Watch(
            id: file.id,
            file: file.name,
            header: reader.header,
            lines: lines,
            names: resolvedNames,
            digestOfText: digest
        )
    }

    private mutating func compile(_ line: SourceLine, in section: ListSection) {
        var parsed = QueryLine(line, library.book, &mistakes)
        let start = line.content.lowerBound
        if section == .ignorePhrases {
            if parsed.queries.contains(where: { !$0.isPlace { _ in true } }) {
                mistakes.append(line.mistake(.needsPlaces(section.rawValue), at: start))
            }
            for number in parsed.references.indices { parsed.references[number].placed = section.rawValue }
        }
        references += parsed.references
        mistakes += names.mistakes(in: parsed.references, outer: library.table)
        guard let query = parsed.query else { return }
        let at = "\(file.baseName):\(line.number)"
        entries[section, default: []].append(Entry(line: line, query: query))
        lines[section, default: []].append(Watch.Line(at: at, text: line[line.content], query: query))
    }

    /// A list's own name hides a shared one from the list, not from other shared names: there the shared one
    /// goes by another key.
    private var resolvedNames: [String: NamedSet] {
        let own = names.blocks
        let key = { (shared: String) in own[shared] == nil ? shared : "lib/" + shared }
        let hides = sharedNames.contains { own[$0] != nil }
        var resolved = own.mapValues { NamedSet($0.queries) }
        for shared in sharedNames {
            guard let set = library.sets[shared] else { continue }
            resolved[key(shared)] = hides ? NamedSet(set.queries.map { $0.renamed(key) }) : set
        }
        return resolved
    }
}
