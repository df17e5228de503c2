import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `A table of headlines` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ table: String) throws -> Output {
        try folder.write(table, to: "table.tsv")
        return StoriesCommand(file: folder.file("table.tsv")).run()
    }

    private static let header = "published_ms\tpublisher\ttitle"

    @Test func `gives one number a row, in the rows' order`() throws {
        let output = try run(
            """
            story\ttitle\tpublished_ms\tpublisher
            x\tSbarro files for bankruptcy protection again\t1394470372000\tReuters
            y\tChiquita to acquire Fyffes\t1394470371000\tBBC
            x\tSbarro files for bankruptcy protection - CNN\t1394470370000\tCNN

            """
        )
        // The last row is the earliest, and opens the first story.
        #expect(output == Output("1\n2\n1\n"))
    }

    @Test func `may hold summaries, carriage returns and a byte order mark`() throws {
        let below =
            "Twelve people were rescued from the flooded Kalimba mine near Ostrova, the operator Verdo said."
        let table =
            "\u{FEFF}\(Self.header)\tsummary\r\n1\ta\tWhat we know\t\(below)\r\n2\tb\tMiners safe\t\(below)\r\n"
        #expect(try run(table) == Output("1\n1\n"))
    }

    @Test func `may hold no headline at all`() throws {
        #expect(try run(Self.header) == Output(""))
    }

    static let mistakes = [
        ("", "1: the table is empty; its first line names the columns published_ms, publisher and title"),
        ("published_ms\ttitle\n", "1: there is no column publisher; columns are parted by tabs"),
        ("published_ms,publisher,title\n", "1: there is no column published_ms; columns are parted by tabs"),
        ("\(header)\n1\ta\tb\n2\ta\n", "3: has 2 columns, and the first line names 3"),
        ("\(header)\n1\ta\tb\n\n2\ta\tb\n", "3: has 1 column, and the first line names 3"),
        ("\(header)\nyesterday\ta\tb\n", "2: “yesterday” is no time in milliseconds since 1970"),
        ("\(header)\n1\ta\tb\n1e3\ta\tb\n", "3: “1e3” is no time in milliseconds since 1970"),
    ]

    @Test(arguments: mistakes)
    func `is refused at the line that is wrong`(_ table: String, _ mistake: String) throws {
        let sentence = "\(folder.file("table.tsv")):\(mistake)"
        #expect(try run(table) == Output(complaints: [sentence], status: .input))
    }

    @Test func `must be there`() {
        let file = folder.file("missing.tsv")
        let output = StoriesCommand(file: file).run()
        #expect(output == Output(complaints: ["\(file): there is no such file"], status: .input))
    }
}
