import Feeds
import FoundationEssentials
import Matching
import News
import Notifying

/// `tocsin match`: lists against a feed or items, offline.
public struct MatchCommand: Sendable {
    /// A feed, or JSON lines; "-" is standard input.
    public var file: String
    /// The folder of the lists.
    public var watchlists: String
    /// Only these lists; empty means all.
    public var lists: [String]
    /// Whether to add what did not count, and why.
    public var explains: Bool

    private static let limit = 1 << 30

    /// A command that reads a file.
    public init(file: String, watchlists: String, lists: [String], explains: Bool) {
        self.file = file
        self.watchlists = watchlists
        self.lists = lists
        self.explains = explains
    }

    /// Compares every item with the lists.
    public func run(json: Bool) -> Output {
        let loaded = LoadedLists(folder: watchlists, channels: nil)
        guard loaded.mistakes.isEmpty else {
            let hint =
                loaded.watches.isEmpty && loaded.broken.isEmpty
                ? ["name the folder of your lists with --watchlists"] : []
            return Output(complaints: loaded.mistakes + hint, status: .input)
        }
        let unknown = lists.filter { list in !loaded.watches.contains { $0.id == list } }
        guard unknown.isEmpty else {
            let known = loaded.watches.map(\.id).joined(separator: ", ")
            return .refusal(
                "there is no list \(unknown.joined(separator: ", ")) in \(watchlists); known: \(known)"
            )
        }
        let watches = loaded.watches.filter { lists.isEmpty || lists.contains($0.id) }
        switch readFile(file, limit: Self.limit) {
        case .failure(let problem):
            return .refusal("\(name): \(problem)")
        case .success(let bytes):
            let input = ItemInput(bytes: bytes, name: name)
            guard !input.items.isEmpty || input.mistakes.isEmpty else {
                return Output(complaints: input.mistakes, status: .input)
            }
            let text = json ? lines(input.items, watches) : report(input.items, watches)
            return Output(text, complaints: input.mistakes, status: input.mistakes.isEmpty ? .fine : .input)
        }
    }

    private var name: String { file == "-" ? "standard input" : file }

    private struct Line: Encodable {
        let id: String
        let hits: [Match]
        let explanation: [Explanation]?
    }

    private func lines(_ items: [Item], _ watches: [Watch]) -> String {
        items.map { item in
            let document = Document(item)
            let hits = watches.compactMap { $0.verdict(on: document).match }
            let explanation = explains ? watches.map { $0.explanation(of: document) } : nil
            return encode(Line(id: item.identity, hits: hits, explanation: explanation)) + "\n"
        }.joined()
    }

    private func report(_ items: [Item], _ watches: [Watch]) -> String {
        var text = ""
        var count = 0
        for item in items {
            let document = Document(item)
            for watch in watches {
                if let match = watch.verdict(on: document).match {
                    count += 1
                    let words = match.spans.map { "“\(visible($0.text))”" }.joined(separator: ", ")
                    text += "\(match.decision.rawValue)  \(watch.name): \(visible(item.title))\n"
                    text += "       \(words) · \(match.level.rawValue) · \(match.at): \(match.line)\n"
                }
                if explains { text += said(watch.explanation(of: document)) }
            }
        }
        let total = items.count == 1 ? "1 item" : "\(items.count) items"
        return text + "\(total), \(count == 1 ? "1 hit" : "\(count) hits")\n"
    }

    private func said(_ explanation: Explanation) -> String {
        explanation.text.split(separator: "\n").map { visible(String($0)) + "\n" }.joined()
    }
}

extension Verdict {
    /// The match, where there is one.
    var match: Match? {
        if case .hit(let match) = self { match } else { nil }
    }
}
