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
        let watches: [Watch]
        switch ChosenLists.read(lists, in: watchlists) {
        case .failure(let refusal): return refusal.output
        case .success(let chosen): watches = chosen
        }
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
        let watchlist = Watchlist(watches: watches)
        return items.map { item in
            let hits = watchlist.matches(in: item).map(\.match)
            let explanation = explains ? watches.map { $0.explanation(of: Document(item)) } : nil
            return encode(Line(id: item.identity, hits: hits, explanation: explanation)) + "\n"
        }.joined()
    }

    private func report(_ items: [Item], _ watches: [Watch]) -> String {
        var text = ""
        var count = 0
        let watchlist = Watchlist(watches: watches)
        for item in items {
            for (watch, match) in watchlist.matches(in: item) {
                count += 1
                let words = match.spans.map { "“\(visible($0.text))”" }.joined(separator: ", ")
                text += "\(match.decision.rawValue)  \(watch.name): \(visible(item.title))\n"
                text += "       \(words) · \(match.level.rawValue) · \(match.at): \(match.line)\n"
            }
            if explains {
                let document = Document(item)
                text += watches.map { visibleLines($0.explanation(of: document).text) }.joined()
            }
        }
        let total = items.count == 1 ? "1 item" : "\(items.count) items"
        return text + "\(total), \(count == 1 ? "1 hit" : "\(count) hits")\n"
    }
}
