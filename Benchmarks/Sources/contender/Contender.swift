import Feeds
import FoundationEssentials
import Matching
import News

/// What a benchmark asks of a feed watcher, one subcommand each; prints one JSON object.
@main
struct Contender {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let passes = words.last.flatMap { Int($0) }
        switch (words.first, passes == nil ? words.count : words.count - 1) {
        case ("parse", 2): print(try parse(list: words[1], passes: passes ?? 5))
        case ("terms", 3): print(try match(lists: termLists(words[1]), items: words[2], passes: passes ?? 5))
        case ("hostile", 1): print(Hostile.report())
        case ("stories", 3): print(try Stories.group(items: words[1], into: words[2]))
        case ("stories", 1): print(Stories.growth())
        case ("queries", 3):
            print(try match(lists: queryLists(words[1]), items: words[2], passes: passes ?? 5))
        default:
            print(
                """
                usage: contender parse FILES [PASSES]             FILES names a file with a path on each line
                       contender terms TERMS ITEMS [PASSES]       one term a line; ITEMS: id, language, text
                       contender queries QUERIES ITEMS [PASSES]   id, all (a|b;c), none (x|y)
                       contender hostile                          texts and lists made to be slow
                       contender stories ITEMS OUT                id and group, a line each
                       contender stories                          the cost of an item in windows of any size
                """
            )
        }
    }

    // MARK: - Reading feeds

    /// Reads the feeds into memory, then times parsing alone.
    static func parse(list: String, passes: Int) throws -> String {
        let paths = try lines(list).map(String.init)
        let documents = try paths.map(read)
        var items = 0
        let times = (0..<passes).map { _ in
            items = 0
            return seconds {
                for document in documents {
                    if let feed = try? parseFeed(document, url: "", contentType: nil) {
                        items += feed.items.count
                    }
                }
            }
        }
        let bytes = documents.reduce(0) { $0 + $1.count }
        return "{\"parse_s\":\(times),\"items\":\(items),\"bytes\":\(bytes)}"
    }

    // MARK: - Matching

    /// Compiles each list as a watch file of its own, then times the comparison of all items with all of them.
    static func match(lists: [String], items file: String, passes: Int) throws -> String {
        let texts = try lines(file).map {
            $0.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        }
        let items = texts.map { Item(identity: String($0[0]), title: String($0[2])) }
        let files = lists.enumerated().map { number, text in
            SourceFile(name: "list\(number).watch", bytes: Array("match:\n    \(text)\n".utf8))
        }
        let before = residentMemory()
        var compiled = CompiledWatchlist()
        var watchlist = Watchlist(watches: [])
        let build = seconds {
            compiled = compileWatchlist(
                files,
                names: [],
                now: .init(timeIntervalSince1970: 0),
                plainText: { $0 }
            )
            watchlist = Watchlist(watches: compiled.watches)
        }
        for mistake in compiled.mistakes.prefix(3) { print(mistake) }
        let memory = residentMemory() - before
        var hits = 0
        let times = (0..<passes).map { _ in
            hits = 0
            return seconds {
                for index in items.indices { hits += watchlist.hits(in: items[index]) }
            }
        }
        let bytes = texts.reduce(0) { $0 + $1[2].utf8.count }
        return """
            {"scan_s":\(times),"build_s":\(build),"build_kb":\(memory),"items":\(items.count),"bytes":\(bytes),\
            "hits":\(hits)}
            """
    }

    /// One term a line.
    static func termLists(_ file: String) throws -> [String] {
        try lines(file).map(literal)
    }

    /// `id`, groups of which each must be there, and what must not be.
    static func queryLists(_ file: String) throws -> [String] {
        try lines(file).map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let groups = columns[1].split(separator: ";").map(any)
            let all = groups.count == 1 ? groups[0] : "(\(groups.joined(separator: " AND ")))"
            return columns[2].isEmpty ? all : "\(all) NOT \(any(columns[2]))"
        }
    }

    /// A term as the reference counts it: letter by letter.
    ///
    /// The language finds cease-fire as well.
    static func literal(_ term: Substring) -> String {
        term == "ceasefire" ? "(ceasefire EXCEPT \"cease fire\")" : "\"\(term)\""
    }

    static func any(_ terms: Substring) -> String {
        let quoted = terms.split(separator: "|").map(literal)
        return quoted.count == 1 ? quoted[0] : "(\(quoted.joined(separator: " OR ")))"
    }

    // MARK: - Tools

    static func seconds(_ work: () -> Void) -> Double {
        let time = ContinuousClock().measure(work)
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    /// In kilobytes.
    static func residentMemory() -> Int {
        let pages = (try? read("/proc/self/statm")).map { String(decoding: $0, as: UTF8.self) }
        let resident = pages?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return resident * 4
    }

    static func lines(_ path: String) throws -> [Substring] {
        String(decoding: try read(path), as: UTF8.self).split(separator: "\n")
    }

    static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
