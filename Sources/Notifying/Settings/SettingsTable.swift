/// A value of the settings file, with the line it stands on.
public struct SettingsEntry: Hashable, Sendable {
    /// The value.
    public indirect enum Value: Hashable, Sendable {
        /// A text.
        case string(String)
        /// A whole number.
        case integer(Int)
        /// `true` or `false`.
        case boolean(Bool)
        /// A list.
        case array([SettingsEntry])
        /// Keys and values.
        case table([String: SettingsEntry])
        /// Something that no setting takes, by its name: a date, a fraction.
        case other(String)
    }

    /// The value.
    public var value: Value
    /// The line of its key, from 1.
    public var line: Int

    /// A value that stands on a line.
    public init(_ value: Value, line: Int) {
        self.value = value
        self.line = line
    }
}

/// A table of the settings file while it is read: every key that is asked for is ticked off, every mistake noted.
///
/// A reader asks for all keys it knows, then calls `finish`, which notes the keys that nobody asked for. So a
/// section's reader is at the same time the list of its keys.
public struct SettingsTable: Sendable {
    /// How the table is called in messages: "[poll]", "[[channel]] desk".
    public let title: String
    /// The line of its head, from 1.
    public let line: Int
    /// What was wrong so far.
    public private(set) var mistakes: [SettingsMistake] = []

    private let entries: [String: SettingsEntry]
    private var known: Set<String> = []

    /// A table that is about to be read.
    public init(title: String, entries: [String: SettingsEntry], line: Int) {
        self.title = title
        self.entries = entries
        self.line = line
    }

    /// Notes a mistake, at a key's line or at the table's.
    public mutating func mistake(_ message: String, at key: String? = nil) {
        mistakes.append(SettingsMistake(line: key.flatMap { entries[$0]?.line } ?? line, message))
    }

    /// Takes over the mistakes of a table within this one.
    public mutating func absorb(_ more: [SettingsMistake]) {
        mistakes += more
    }

    /// Whether the key is there.
    public mutating func has(_ key: String) -> Bool {
        known.insert(key)
        return entries[key] != nil
    }

    /// A text.
    public mutating func string(_ key: String) -> String? {
        guard let entry = take(key) else { return nil }
        guard case .string(let text) = entry.value else { return wrong(key, entry, "a text in quotes") }
        return text
    }

    /// A text that must be there.
    public mutating func required(_ key: String, example: String) -> String? {
        if !has(key) {
            mistake("\(title) needs \(key), for example \(key) = \"\(example)\"")
        }
        return string(key)
    }

    /// A whole number within bounds.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let entry = take(key) else { return nil }
        guard case .integer(let number) = entry.value, range.contains(number) else {
            return wrong(key, entry, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`.
    public mutating func boolean(_ key: String) -> Bool? {
        guard let entry = take(key) else { return nil }
        guard case .boolean(let answer) = entry.value else { return wrong(key, entry, "true or false") }
        return answer
    }

    /// A list of texts; a single text counts as a list of one.
    public mutating func strings(_ key: String) -> [String]? {
        guard let entry = take(key) else { return nil }
        switch entry.value {
        case .string(let text):
            return [text]
        case .array(let items):
            let texts = items.compactMap { item in
                if case .string(let text) = item.value { text } else { nil }
            }
            return texts.count == items.count
                ? texts : wrong(key, entry, "a list of texts, like [\"a\", \"b\"]")
        default:
            return wrong(key, entry, "a list of texts, like [\"a\", \"b\"]")
        }
    }

    /// A length of time: "90s", "5m", "6h", "3d".
    public mutating func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let entry = take(key) else { return nil }
        guard case .string(let text) = entry.value, let length = readDuration(text) else {
            return wrong(key, entry, "a length of time such as \"90s\", \"5m\", \"6h\" or \"3d\"")
        }
        guard range.contains(length) else {
            let bounds = "from \(say(range.lowerBound)) to \(say(range.upperBound))"
            return wrong(key, entry, "a length of time \(bounds)")
        }
        return length
    }

    /// One of a set of words.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        of type: Choice.Type
    ) -> Choice? {
        guard let entry = take(key) else { return nil }
        if case .string(let text) = entry.value, let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return wrong(key, entry, "one of \(words)")
    }

    /// A table of texts, such as headers, with each key's line.
    public mutating func texts(_ key: String) -> [(key: String, value: String)] {
        guard let entry = take(key) else { return [] }
        guard case .table(let table) = entry.value else {
            let none: String? = wrong(key, entry, "a table of texts, like { Name = \"value\" }")
            _ = none
            return []
        }
        return table.sorted { $0.key < $1.key }.compactMap { name, entry in
            guard case .string(let text) = entry.value else {
                mistakes.append(SettingsMistake(line: entry.line, "\(key).\(name) must be a text in quotes"))
                return nil
            }
            return (name, text)
        }
    }

    /// A table within the table.
    public mutating func table(_ key: String) -> SettingsTable? {
        guard let entry = take(key) else { return nil }
        guard case .table(let entries) = entry.value else { return wrong(key, entry, "a table: [\(key)]") }
        return SettingsTable(title: "[\(key)]", entries: entries, line: entry.line)
    }

    /// The tables of an array of tables.
    public mutating func tables(_ key: String) -> [SettingsTable] {
        guard let entry = take(key) else { return [] }
        guard case .array(let items) = entry.value else {
            mistake("\(key) must be written as [[\(key)]], once for each", at: key)
            return []
        }
        return items.compactMap { item in
            guard case .table(let entries) = item.value else { return nil }
            return SettingsTable(title: "[[\(key)]]", entries: entries, line: item.line)
        }
    }

    /// Notes every key that nobody asked for, with the nearest one that is known.
    ///
    /// - Returns: All mistakes of the table.
    public mutating func finish() -> [SettingsMistake] {
        for (key, entry) in entries where !known.contains(key) {
            let near = nearest(to: key, among: known).map { "; did you mean \($0)?" }
            let all = "; \(title) knows \(known.sorted().joined(separator: ", "))"
            mistakes.append(SettingsMistake(line: entry.line, "unknown key \(key) in \(title)\(near ?? all)"))
        }
        mistakes.sort { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) }
        return mistakes
    }

    private mutating func take(_ key: String) -> SettingsEntry? {
        known.insert(key)
        return entries[key]
    }

    private mutating func wrong<Value>(_ key: String, _ entry: SettingsEntry, _ wanted: String) -> Value? {
        mistakes.append(SettingsMistake(line: entry.line, "\(key) in \(title) must be \(wanted)"))
        return nil
    }
}
