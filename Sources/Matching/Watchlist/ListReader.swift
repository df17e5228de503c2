/// Takes a watch file apart into its keys, names and sections, and notes what does not fit.
struct ListReader {
    private(set) var header = Header()
    private(set) var sections: [ListSection: [SourceLine]] = [:]
    private(set) var names: [NameBlock] = []
    private(set) var mistakes: [WatchlistError] = []

    /// The line that says when the list ends.
    private(set) var expiryLine: SourceLine?

    private enum Place {
        case top
        case section(ListSection)
        case name
    }

    private let hasSections: Bool
    private let book: WordBook
    private var place = Place.top

    /// Reads a file.
    init(_ file: SourceFile, _ book: WordBook) {
        self.book = book
        var found: [WatchlistError] = []
        let lines = file.lines(&found)
        hasSections = lines.contains { !$0.isIndented && Self.opensSection($0[$0.content]) }
        mistakes = found
        for line in lines { read(line) }
        checkLengths()
        if mistakes.isEmpty, sections[.match, default: []].isEmpty {
            let last = lines.last { !$0.content.isEmpty } ?? SourceLine(file: file.name, number: 1, text: "")
            mistakes.append(last.mistake(.nothingToMatch, at: 0))
        }
    }

    private static func opensSection(_ text: String) -> Bool {
        guard text.hasSuffix(":") else { return false }
        let key = nameKey(String(text.dropLast()))
        return ListSection(rawValue: key) != nil || key.hasPrefix("define ")
    }

    private mutating func read(_ line: SourceLine) {
        if case .section(let section) = place, section.holdsExamples, line.isIndented {
            if !line.example.isEmpty { sections[section, default: []].append(line) }
            return
        }
        guard !line.content.isEmpty else { return }
        if hasSections, line.isIndented {
            readIndented(line)
        } else if !hasSections, isMatchLine(line) {
            sections[.match, default: []].append(line)
        } else {
            readKey(line)
        }
    }

    private mutating func readIndented(_ line: SourceLine) {
        switch place {
        case .top: mistakes.append(line.mistake(.outsideSection, at: line.content.lowerBound))
        case .section(let section): sections[section, default: []].append(line)
        case .name: names[names.count - 1].add(line, book, &mistakes)
        }
    }

    /// Whether a line of a file without sections is something to match, and no key.
    private func isMatchLine(_ line: SourceLine) -> Bool {
        let text = line[line.content]
        if ListSection(rawValue: nameKey(text)) != nil { return false }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let key = text[..<colon]
        if Query.Scope(rawValue: String(key)) != nil || Filter.Subject(rawValue: String(key)) != nil {
            return true
        }
        return !key.allSatisfy { $0.isLetter || $0 == " " }
    }

    private mutating func readKey(_ line: SourceLine) {
        let content = line.content
        let text = line[content]
        guard let colon = line.characters[content].firstIndex(of: ":") else {
            let section = ListSection(rawValue: nameKey(text))
            let kind = section.map { WatchlistError.Kind.missingColon($0.rawValue) } ?? .neitherKeyNorSection
            mistakes.append(line.mistake(kind, at: content.lowerBound))
            return
        }
        let key = nameKey(line[content.lowerBound..<colon])
        let value = String(line[(colon + 1)..<content.upperBound].trimmed)
        place = .top
        do throws(WatchlistError.Kind) {
            try take(key, value, line)
        } catch {
            mistakes.append(line.mistake(error, at: content.lowerBound))
        }
    }

    private mutating func take(
        _ key: String,
        _ value: String,
        _ line: SourceLine
    ) throws(WatchlistError.Kind) {
        if let section = ListSection(rawValue: key) {
            place = .section(section)
            if !value.isEmpty { throw .sectionOnOneLine(section.rawValue) }
        } else if key == "define" || key.hasPrefix("define ") {
            let name = nameKey(String(key.dropFirst("define".count).filter { $0 != "{" && $0 != "}" }))
            place = .name
            names.append(NameBlock(key: name, line: line))
            if name.isEmpty { throw .badName }
            if !value.isEmpty { throw .sectionOnOneLine(key) }
        } else if let known = Header.Key(rawValue: key) {
            try header.set(known, to: value)
            if known == .expires { expiryLine = line }
        } else {
            let known = Header.Key.allCases.map(\.rawValue) + ListSection.allCases.map(\.rawValue)
            // What follows belongs to it, and is not a further mistake.
            if value.isEmpty { place = .section(.shouldNotMatch) }
            throw .unknownKey(key, nearest: nearest(to: key, among: known))
        }
    }

    private mutating func checkLengths() {
        for section in ListSection.allCases {
            let lines = sections[section, default: []]
            guard lines.count > Limits.lines else { continue }
            mistakes.append(lines[Limits.lines].mistake(.sectionTooLong(section.rawValue), at: 0))
        }
        for name in names where name.lines > Limits.lines {
            mistakes.append(name.line.mistake(.sectionTooLong("{\(name.key)}"), at: 0))
        }
    }
}
