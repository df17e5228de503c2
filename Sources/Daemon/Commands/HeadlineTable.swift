import Notifying

/// Headlines as tab-separated values under a line of column names.
struct HeadlineTable {
    /// One headline.
    struct Row {
        /// Milliseconds since 1970.
        var published: Int64
        var publisher: String
        var title: String
        var summary: String
    }

    /// In the order of the file.
    private(set) var rows: [Row] = []

    /// Reads a table; columns are known by their names and may come in any order, among others.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - name: What it is called, for mistakes.
    /// - Throws: The first line that is not as it must be.
    init(_ bytes: [UInt8], name: String) throws(HeadlineTableError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        guard let first = lines.first else { throw HeadlineTableError(file: name, line: 1, kind: .empty) }
        let header = Self.cells(first)
        func column(_ wanted: String) throws(HeadlineTableError) -> Int {
            guard let column = header.firstIndex(of: wanted) else {
                throw HeadlineTableError(file: name, line: 1, kind: .missingColumn(wanted))
            }
            return column
        }
        let (published, publisher, title) = try (column("published_ms"), column("publisher"), column("title"))
        let summary = header.firstIndex(of: "summary")
        rows.reserveCapacity(lines.count)
        for (number, line) in lines.enumerated().dropFirst() {
            let cells = Self.cells(line)
            guard cells.count == header.count else {
                let kind = HeadlineTableError.Kind.cells(found: cells.count, wanted: header.count)
                throw HeadlineTableError(file: name, line: number + 1, kind: kind)
            }
            guard let moment = Int64(cells[published]) else {
                throw HeadlineTableError(file: name, line: number + 1, kind: .time(cells[published]))
            }
            rows.append(
                Row(
                    published: moment,
                    publisher: cells[publisher],
                    title: cells[title],
                    summary: summary.map { cells[$0] } ?? ""
                )
            )
        }
    }

    /// Whether one row comes before another when they are read in the order of their times.
    func isEarlier(_ one: Int, _ other: Int) -> Bool {
        (rows[one].published, one) < (rows[other].published, other)
    }

    private static func cells(_ line: ArraySlice<UInt8>) -> [String] {
        let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = end.startIndex == 0 && end.starts(with: mark) ? end.dropFirst(mark.count) : end
        return text.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A line of a table that cannot be read.
struct HeadlineTableError: Error, Hashable {
    /// What is wrong.
    enum Kind: Hashable {
        case empty
        case missingColumn(String)
        case cells(found: Int, wanted: Int)
        case time(String)
    }

    /// The file, as the person named it.
    let file: String
    /// Counts from 1, as editors do.
    let line: Int
    /// What is wrong.
    let kind: Kind
}

extension HeadlineTableError: CustomStringConvertible {
    var description: String { "\(file):\(line): \(problem)" }

    private var problem: String {
        switch kind {
        case .empty: "the table is empty; its first line names the columns published_ms, publisher and title"
        case .missingColumn(let name): "there is no column \(name); columns are parted by tabs"
        case .cells(let found, let wanted):
            "has \(found == 1 ? "1 column" : "\(found) columns"), and the first line names \(wanted)"
        case .time(let text): "“\(visible(text))” is no time in milliseconds since 1970"
        }
    }
}
