public import Notifying

/// Everything that is wrong with the settings, said to the person who wrote them.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as the person named it.
    public let path: String
    /// The mistakes, in the order of their lines.
    public let mistakes: [SettingsMistake]

    /// One sentence a mistake, each with its place.
    public var description: String {
        mistakes.map { mistake in
            let place = mistake.line.map { "\(path):\($0)" } ?? path
            return "\(place): \(mistake.message)"
        }.joined(separator: "\n")
    }

    /// Mistakes of a settings file, whose name the messages begin with.
    init(path: String, _ mistakes: [SettingsMistake]) {
        self.path = path
        self.mistakes = mistakes
    }

    init(path: String, line: Int? = nil, _ message: String) {
        self.init(path: path, [SettingsMistake(line: line, message)])
    }
}
