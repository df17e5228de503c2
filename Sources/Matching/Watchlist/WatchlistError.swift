/// A mistake in a watch file or names file, said to the person who wrote it.
public struct WatchlistError: Error, Hashable, Sendable {
    /// What is wrong.
    public var kind: Kind
    /// The file, as the person named it.
    public var file: String
    /// Counts from 1, as editors do.
    public var line: Int
    /// Counts from 1, in characters.
    public var column: Int
    /// The line as the person wrote it.
    public var text: String

    /// A mistake at a place.
    public init(kind: Kind, file: String, line: Int, column: Int, text: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.text = text
    }
}

extension WatchlistError: CustomStringConvertible {
    /// The message for the person: where, what, and how to put it right.
    public var description: String {
        // A tab stays a tab, so that the caret stands below its character.
        let padding = String(text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " })
        let missing = String(repeating: " ", count: max(0, column - 1 - padding.count))
        return """
            \(file):\(line):\(column): \(kind.isWarning ? "warning: " : "")\(kind.problem)
                \(text)
                \(padding)\(missing)^ \(kind.remedy)
            """
    }
}
