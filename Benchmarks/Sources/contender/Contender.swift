import Feeds
import FoundationEssentials

/// What a benchmark asks of a feed reader, one subcommand each; prints one JSON object.
@main
struct Contender {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        switch (words.first, words.dropFirst().first, words.count) {
        case ("parse", let list?, 2...3):
            print(try parse(list: list, passes: words.last.flatMap { Int($0) } ?? 5))
        default:
            print("usage: contender parse FILES [PASSES]   FILES names a file with a path on each line")
        }
    }

    /// Reads the feeds into memory, then times parsing alone.
    static func parse(list: String, passes: Int) throws -> String {
        let paths = String(decoding: try read(list), as: UTF8.self).split(separator: "\n").map(String.init)
        let documents = try paths.map(read)
        var times: [Double] = []
        var items = 0
        for _ in 0..<passes {
            items = 0
            let time = ContinuousClock().measure {
                for document in documents {
                    if let feed = try? parseFeed(document, url: "", contentType: nil) {
                        items += feed.items.count
                    }
                }
            }
            times.append(Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
        }
        let bytes = documents.reduce(0) { $0 + $1.count }
        return "{\"parse_s\":\(times),\"items\":\(items),\"bytes\":\(bytes)}"
    }

    static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
