internal import FoundationEssentials
internal import News

/// What is allowed in a list and yet is probably not meant.
struct Lint {
    /// The warnings, in the order of the lines.
    private(set) var warnings: [WatchlistError] = []

    private typealias Entry = ListCompiler.Entry

    /// Looks through a list without mistakes.
    init(_ watch: Watch, _ compiler: ListCompiler, now: Date) {
        for section in [ListSection.match, .alsoRequire, .neverIf] {
            for entry in compiler.entries[section, default: []] { look(at: entry) }
        }
        for entry in compiler.namedEntries { look(at: entry) }
        for entry in compiler.entries[.neverIf, default: []] where !entry.query.isConfinedToTitle {
            warn(entry.line, .wideVeto)
        }
        let lines = compiler.entries[.match, default: []]
        for (number, entry) in lines.enumerated() {
            lookForMask(over: entry, watch)
            lookForShadow(on: entry, number, among: lines)
        }
        if let expires = watch.expires, expires <= now, let line = compiler.expiryLine {
            warn(line, .expired)
        }
        warnings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Looks through the names of a file.
    init(_ blocks: some Sequence<NameBlock>) {
        for block in blocks {
            for entry in block.entries { look(at: entry) }
        }
    }

    private mutating func warn(_ line: SourceLine, _ kind: WatchlistError.Kind, at place: Int? = nil) {
        warnings.append(line.mistake(kind, at: place ?? line.content.lowerBound))
    }

    // MARK: - Words

    private mutating func look(at entry: Entry) {
        for phrase in entry.query.phrases {
            // Beside another word, what a word finds beyond what is meant is little.
            guard phrase.count == 1 else { continue }
            let word = phrase[0]
            let place = entry.line.place(of: word.text)
            if word.isCommonInCapitals { warn(entry.line, .commonInCapitals(word.text), at: place) }
            if let stem = word.wideStem { warn(entry.line, .wideWildcard(stem + "*"), at: place) }
        }
    }

    // MARK: - Lines

    /// A phrase that is masked where nothing but itself stands in the text is masked everywhere.
    private mutating func lookForMask(over entry: Entry, _ watch: Watch) {
        guard !watch.lines(of: .ignorePhrases).isEmpty else { return }
        let parts: [Query] = if case .any(let parts) = entry.query { parts } else { [entry.query] }
        for part in parts {
            guard case .phrase(let words) = part else { continue }
            let text = words.map(\.text).joined(separator: " ").filter { $0 != "=" && $0 != "*" }
            var matcher = PlainMatcher(watch, Document(Item(identity: "", title: text)))
            let isFound = !matcher.occurrences(of: part, in: .title, isMasked: false).isEmpty
            guard isFound, matcher.evidence(for: part, in: .title) == nil else { continue }
            let mask = watch.lines(of: .ignorePhrases).first {
                !matcher.occurrences(of: $0.query, in: .title, isMasked: false).isEmpty
            }
            warn(
                entry.line,
                .alwaysMasked(part.description, by: mask?.at ?? ""),
                at: entry.line.place(of: words[0].text)
            )
        }
    }

    private mutating func lookForShadow(on entry: Entry, _ number: Int, among lines: [Entry]) {
        for (other, wider) in lines.enumerated() where other != number && entry.query.implies(wider.query) {
            // Of two lines that say the same, the later one is the one too many.
            if wider.query.implies(entry.query), other > number { continue }
            warn(entry.line, .shadowed(by: wider.line.number))
            return
        }
    }
}

extension Query {
    /// All phrases of the query, without those behind names.
    fileprivate var phrases: [[PhraseWord]] {
        if case .phrase(let words) = self { [words] } else { parts.flatMap(\.phrases) }
    }

    /// Whether nothing below the headline can make it hold.
    fileprivate var isConfinedToTitle: Bool {
        switch self {
        case .scoped(let scope, _): scope == .title
        case .filter: true
        case .any(let parts): parts.allSatisfy(\.isConfinedToTitle)
        case .all(let parts): parts.contains(where: \.isConfinedToTitle)
        case .without(let part, _): part.isConfinedToTitle
        default: false
        }
    }

    /// Whether another query holds wherever this one does, as far as their forms show.
    fileprivate func implies(_ other: Query) -> Bool {
        if self == other { return true }
        if case .any(let parts) = self { return parts.allSatisfy { $0.implies(other) } }
        if case .any(let parts) = other { return parts.contains { implies($0) } }
        switch self {
        case .phrase(let words):
            guard case .phrase(let wanted) = other else { return false }
            return words.holds(wanted)
        case .all(let parts): return parts.contains { $0.implies(other) }
        case .near(let left, let right, _, _), .sentence(let left, let right):
            return left.implies(other) || right.implies(other)
        case .without(let part, _), .except(let part, _), .atLeast(_, let part), .scoped(.title, let part):
            return part.implies(other)
        case .name, .any, .scoped, .filter: return false
        }
    }
}

extension [PhraseWord] {
    /// Whether other words stand side by side among these.
    fileprivate func holds(_ wanted: [PhraseWord]) -> Bool {
        guard wanted.count <= count else { return false }
        return (0...(count - wanted.count)).contains { start in
            zip(self[start...], wanted).allSatisfy { $0.implies($1) }
        }
    }
}

extension PhraseWord {
    /// Whether all that this word stands for is found by another one, too.
    fileprivate func implies(_ other: PhraseWord) -> Bool {
        if alternatives == other.alternatives { return true }
        guard let test = onlyTest, let wider = other.onlyTest else { return false }
        switch (test, wider) {
        case (.form(let form), .prefix(let prefix)), (.prefix(let form), .prefix(let prefix)):
            return form.utf8.starts(with: prefix.utf8)
        case (.exact(let form), .form(let folded)): return form.folded == folded
        default: return false
        }
    }

    private var onlyTest: WordTest? {
        alternatives.count == 1 && alternatives[0].count == 1 ? alternatives[0][0] : nil
    }

    /// Whether it is typed in capitals, for something that bears a common word's letters: US, WHO, IT.
    fileprivate var isCommonInCapitals: Bool {
        guard case .form(let form)? = onlyTest, text.count > 1 else { return false }
        return text.allSatisfy { $0.isUppercase || $0 == "." } && Self.common.contains(form)
    }

    /// The beginning of a wildcard with so few letters that it finds much.
    fileprivate var wideStem: String? {
        guard case .prefix(let prefix)? = onlyTest, prefix.unicodeScalars.count <= 3 else { return nil }
        return text.hasSuffix("*") ? String(text.dropLast()) : nil
    }

    /// Common words of the languages of the news that are also acronyms, or look like one.
    private static let common: Set<String> = Set(
        """
        ai aid aids all am an and are art as at ba be but by can cat cia dar das de den der des di die do du ear eat \
        eh ein el em en er es est et eta eu fed few fin for fox gas get go gut had has he her him his how ice if il im \
        in ira is it la las le les los lui ma man mas may me mil mir mis mit na nato ne nice no nor not nous on one or \
        os our out para per pis plus pm por pour ran red rot sa sans sat se she si sin so solo son start step su sur \
        tan tar te the to tu un una und up us vi von war was we who will with you za ze ja jak bo co do od po ta te to \
        ve bu da ne de o ki он она они или но на за до по из мы вы ми ви та це що ща
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
    )
}

extension SourceLine {
    /// Where a word stands in the line; its beginning where it does not.
    fileprivate func place(of word: String) -> Int {
        let wanted = Array(word)
        let content = content
        guard wanted.count <= content.count else { return content.lowerBound }
        let starts = content.lowerBound...(content.upperBound - wanted.count)
        return starts.first { characters[$0...].starts(with: wanted) } ?? content.lowerBound
    }
}
