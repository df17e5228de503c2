import Notifying
import TOMLKit

/// Reads TOML into tables that know on which line each key stands.
///
/// TOMLKit reads the values; it keeps no positions, so the lines of the keys are found by a scan of the text.
enum SettingsFile {
    /// Reads the text of a settings file.
    static func table(of text: String, path: String) throws(ConfigurationError) -> SettingsTable {
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = error.source.begin
            let said = error.description.prefix { $0 != "\n" }
            throw ConfigurationError(path: path, line: place.line, "column \(place.column): \(said)")
        } catch {
            throw ConfigurationError(path: path, "is not TOML: \(error)")
        }
        let lines = KeyLines(text)
        return SettingsTable(title: "the settings", entries: entries(of: root, at: "", lines), line: 1)
    }

    private static func entries(
        of table: TOMLTable,
        at path: String,
        _ lines: KeyLines
    ) -> [String: SettingsEntry] {
        var entries: [String: SettingsEntry] = [:]
        for key in table.keys {
            guard let value = table[key] else { continue }
            entries[key] = entry(value, at: path.isEmpty ? key : path + "." + key, lines)
        }
        return entries
    }

    private static func entry(
        _ value: any TOMLValueConvertible,
        at path: String,
        _ lines: KeyLines
    ) -> SettingsEntry {
        let line = lines.line(of: path)
        if let text = value.string { return SettingsEntry(.string(text), line: line) }
        if let answer = value.bool { return SettingsEntry(.boolean(answer), line: line) }
        if let number = value.int { return SettingsEntry(.integer(number), line: line) }
        if let table = value.table {
            return SettingsEntry(.table(entries(of: table, at: path, lines)), line: line)
        }
        if let array = value.array {
            let items = array.enumerated().map { entry($1, at: "\(path).\($0)", lines) }
            return SettingsEntry(.array(items), line: line)
        }
        return SettingsEntry(.other(value.type.description), line: line)
    }
}

/// On which line each key of a TOML text stands, by its path ("poll.min", "channel.1.name").
struct KeyLines {
    private var lines: [String: Int] = [:]

    /// Scans the text; what stands within a multi-line value is passed over.
    init(_ text: String) {
        var prefix = ""
        var counts: [String: Int] = [:]
        var open = Openness()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isInside = open.isInside
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            open.take(line)
            guard !isInside, let first = trimmed.first, first != "#" else { continue }
            if trimmed.hasPrefix("[[") {
                let name = Self.path(trimmed.dropFirst(2).prefix { $0 != "]" })
                prefix = "\(name).\(counts[name, default: 0])"
                counts[name, default: 0] += 1
                lines[prefix] = index + 1
                lines[name] = lines[name] ?? index + 1
                open = Openness()
            } else if first == "[" {
                prefix = Self.path(trimmed.dropFirst().prefix { $0 != "]" })
                lines[prefix] = index + 1
                open = Openness()
            } else {
                let key = Self.path(trimmed.prefix { $0 != "=" })
                lines[prefix.isEmpty ? key : prefix + "." + key] = index + 1
            }
        }
    }

    /// The key's line, or that of the nearest table or value around it.
    func line(of path: String) -> Int {
        var path = path[...]
        while !path.isEmpty {
            if let line = lines[String(path)] { return line }
            path = path.lastIndex(of: ".").map { path[..<$0] } ?? ""
        }
        return 1
    }

    private static func path(_ text: Substring) -> String {
        text.split(separator: ".").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
        }.joined(separator: ".")
    }
}

/// Whether a scan of TOML stands inside a value that goes over several lines.
private struct Openness {
    private var depth = 0
    private var quotes: String?

    var isInside: Bool { depth > 0 || quotes != nil }

    mutating func take(_ line: Substring) {
        var rest = line
        while let first = rest.first {
            if let mark = quotes {
                if mark == "\"\"\"", first == "\\" {
                    rest = rest.dropFirst(2)
                } else if rest.hasPrefix(mark) {
                    quotes = nil
                    rest = rest.dropFirst(3)
                } else {
                    rest = rest.dropFirst()
                }
            } else if rest.hasPrefix("\"\"\"") || rest.hasPrefix("'''") {
                quotes = String(rest.prefix(3))
                rest = rest.dropFirst(3)
            } else if first == "\"" || first == "'" {
                rest = Self.afterString(rest)
            } else if first == "#" {
                return
            } else {
                depth += first == "[" || first == "{" ? 1 : first == "]" || first == "}" ? -1 : 0
                rest = rest.dropFirst()
            }
        }
    }

    private static func afterString(_ text: Substring) -> Substring {
        guard let quote = text.first else { return text }
        var rest = text.dropFirst()
        while let character = rest.first, character != quote {
            rest = rest.dropFirst(character == "\\" && quote == "\"" ? 2 : 1)
        }
        return rest.dropFirst()
    }
}
