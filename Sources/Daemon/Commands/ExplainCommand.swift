import Feeds
public import FoundationEssentials
import Matching
import News
import Notifying
import Storage

/// `tocsin explain`: what the lists see in an item, and why they ring or stay silent.
public struct ExplainCommand: Sendable {
    /// Where the item comes from.
    public enum Subject: Sendable {
        /// Typed: `headline`, or `headline || summary`.
        case typed(String)
        /// A feed or JSON lines, and in it the item of this id, address or number; nil is all.
        case file(String, item: String?)
        /// The store: an alert's id, or an item's address or id.
        case stored(String, config: String?)
    }

    /// Where the item comes from.
    public var subject: Subject
    /// The folder of the lists; nil is that of the settings for a stored item, else `watchlists`.
    public var watchlists: String?
    /// Only these lists; empty means all.
    public var lists: [String]
    /// The process's environment, for secrets in the settings.
    public var environment: [String: String]

    /// Items that one name may mean.
    private static let most = 20

    /// A command about an item.
    public init(_ subject: Subject, watchlists: String?, lists: [String], environment: [String: String]) {
        self.subject = subject
        self.watchlists = watchlists
        self.lists = lists
        self.environment = environment
    }

    /// Explains the item, or each of them.
    ///
    /// - Parameters:
    ///   - json: Whether to print one JSON object a line.
    ///   - now: The moment that decides whether a list's day is over.
    /// - Returns: What is to be said.
    /// - Throws: A sentence for the user where the store or the settings cannot be read.
    public func run(json: Bool, now: Date = Date()) async throws -> Output {
        let found = try await found()
        guard found.mistakes.isEmpty else { return Output(complaints: found.mistakes, status: .input) }
        switch ChosenLists.read(lists, in: try folder()) {
        case .failure(let refusal):
            return refusal.output
        case .success(let watches):
            let texts = zip(found.documents, found.outcomes).map { document, outcomes in
                let explanations = watches.map { $0.explanation(of: document, now: now) }
                guard !json else { return line(document, explanations, outcomes) }
                return report(document, explanations) + outcomes.map { $0 + "\n" }.joined()
            }
            return Output(texts.joined(separator: json ? "" : "\n"))
        }
    }

    private func folder() throws -> String {
        if let watchlists { return watchlists }
        guard case .stored(_, let config) = subject else { return "watchlists" }
        return try Configuration.read(path: config, environment: environment).watchlists
    }

    // MARK: - The items

    /// The items, what is known to have become of each, and why there are none.
    private func found() async throws -> (documents: [Document], outcomes: [[String]], mistakes: [String]) {
        guard case .stored(let name, let config) = subject else {
            let (documents, mistakes) = documents()
            return (documents, documents.map { _ in [] }, mistakes)
        }
        let reports = try Reports(config: config, environment: environment)
        let items = try await reports.items(named: name, limit: Self.most)
        var outcomes: [[String]] = []
        for item in items { outcomes.append(try await reports.outcomes(of: item)) }
        let mistake =
            "the store holds no item \(name): give an alert's id, or an item's address or id in its feed"
        return (items.map { Document($0) }, outcomes, items.isEmpty ? [mistake] : [])
    }

    private func documents() -> (documents: [Document], mistakes: [String]) {
        switch subject {
        case .typed(let text):
            let item = Document.item(example: text) { plainText(html: $0, lineBreaks: .paragraph) }
            return ([Document(example: item)], [])
        case .file(let file, let name):
            return documents(in: file, name)
        case .stored: return ([], [])
        }
    }

    private func documents(in file: String, _ name: String?) -> (documents: [Document], mistakes: [String]) {
        let shown = file == "-" ? "standard input" : file
        switch readFile(file, limit: 1 << 30) {
        case .failure(let problem):
            return ([], ["\(shown): \(problem)"])
        case .success(let bytes):
            let input = ItemInput(bytes: bytes, name: shown)
            guard let name else { return (input.items.map { Document($0) }, input.mistakes) }
            var items = input.items.filter { $0.identity == name || $0.link == name }
            if items.isEmpty, let number = Int(name), input.items.indices.contains(number - 1) {
                items = [input.items[number - 1]]
            }
            let mistake =
                "\(shown) has no item \(name): give its id, its address or its number, 1 to \(input.items.count)"
            return (items.map { Document($0) }, input.mistakes + (items.isEmpty ? [mistake] : []))
        }
    }

    // MARK: - What is said

    private struct Line: Encodable {
        let id: String
        let words: [String: [SeenWord]]
        let lists: [Explanation]
        let outcomes: [String]?
    }

    private func line(_ document: Document, _ explanations: [Explanation], _ outcomes: [String]) -> String {
        let words = Field.allCases.map { ($0.rawValue, document.seenWords(in: $0)) }.filter { !$0.1.isEmpty }
        let line = Line(
            id: document.identity,
            words: Dictionary(uniqueKeysWithValues: words),
            lists: explanations,
            outcomes: outcomes.isEmpty ? nil : outcomes
        )
        return encode(line) + "\n"
    }

    private func report(_ document: Document, _ explanations: [Explanation]) -> String {
        var text = ""
        for field in Field.allCases {
            let words = document.seenWords(in: field)
            guard !words.isEmpty else { continue }
            text += "\(field.rawValue): \(seen(words))\n"
        }
        if text.isEmpty { text = "there is no word in the item\n" }
        return visibleLines(text + explanations.map(\.text).joined())
    }

    /// The words as the lists see them: `|` between sentences, `¶` between paragraphs, further forms in brackets.
    private func seen(_ words: [SeenWord]) -> String {
        var pieces: [String] = []
        for (number, word) in words.enumerated() {
            if number > 0, word.beginsParagraph {
                pieces.append("¶")
            } else if number > 0, word.sentence != words[number - 1].sentence {
                pieces.append("|")
            }
            let further = word.forms.dropFirst()
            let forms = further.isEmpty ? "" : "[\(further.joined(separator: " "))]"
            pieces.append((word.forms.first ?? word.span.text) + forms)
        }
        return pieces.joined(separator: " ")
    }
}
