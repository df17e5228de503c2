/// A mistake in the settings, said to the person who wrote them.
public struct SettingsMistake: Error, Hashable, Sendable {
    /// The line it stands on, from 1; nil where it concerns the file as a whole.
    public var line: Int?
    /// What is wrong, and what to do.
    public var message: String

    /// A mistake.
    public init(line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }
}
