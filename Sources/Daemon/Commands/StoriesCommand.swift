import FoundationEssentials
import Matching

/// `tocsin stories`: headlines grouped by what they tell.
public struct StoriesCommand: Sendable {
    /// The table; "-" is standard input.
    public var file: String

    private static let limit = 1 << 30

    /// A command that reads a table.
    public init(file: String) {
        self.file = file
    }

    /// Puts every row into its story, and gives one number a row, in the order of the rows.
    ///
    /// The index sees the rows in the order of their times, as it would have seen the news; rows of one time keep theirs.
    public func run() -> Output {
        let name = file == "-" ? "standard input" : file
        let table: HeadlineTable
        do {
            table = try HeadlineTable(readFile(file, limit: Self.limit).get(), name: name)
        } catch let mistake as HeadlineTableError {
            return .refusal("\(mistake)")
        } catch {
            return .refusal("\(name): \(error)")
        }
        var index = StoryIndex()
        var stories = [Int](repeating: 0, count: table.rows.count)
        for number in table.rows.indices.sorted(by: { table.isEarlier($0, $1) }) {
            let row = table.rows[number]
            stories[number] =
                index.place(
                    title: row.title,
                    summary: row.summary,
                    publisher: row.publisher,
                    at: Date(timeIntervalSince1970: Double(row.published) / 1_000)
                ).story
        }
        return Output(stories.map { "\($0)\n" }.joined())
    }
}
