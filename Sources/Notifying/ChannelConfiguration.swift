public import Web

/// What a channel is made from: its own section of the settings, read and checked.
///
/// Checking comes first and opens nothing, so that `tocsin check` can do it; `make` opens files and may fail.
public struct ChannelConfiguration: Sendable {
    /// The channel's name.
    public let name: String
    /// What kind it is: the word under `type`.
    public let type: String
    /// What in its section is allowed and probably not meant.
    public let remarks: [String]
    private let maker: ChannelKind.Maker

    /// Reads a `[[channel]]` section; what is wrong is noted in the table.
    ///
    /// - Returns: The configuration, or nil where it cannot be used.
    public init?(_ table: inout SettingsTable, folder: String, secrets: SecretSource) {
        let name = table.required("name", example: "log")
        guard let kind = Self.kind(&table) else { return nil }
        var settings = ChannelSettings(table: table, secrets: secrets, folder: folder)
        let maker = kind.read(&settings)
        table = settings.table
        guard let name, let maker else { return nil }
        self.name = name
        self.type = kind.name
        remarks = settings.remarks
        self.maker = maker
    }

    /// Makes the channel.
    ///
    /// - Parameter web: What it reaches the web through.
    /// - Returns: The channel.
    /// - Throws: Where a file cannot be opened.
    public func make(web: HTTPClient) throws -> any Channel {
        try maker(name, web)
    }

    /// Whether its receiver can be reached; nothing is sent and no file is opened.
    public func reach(web: HTTPClient) async -> Reach {
        let kinds = ["stdout", "file", "email"]
        guard !kinds.contains(type), let channel = try? make(web: web) as? WebChannel else { return .untried }
        return await channel.reach()
    }

    private static func kind(_ table: inout SettingsTable) -> ChannelKind? {
        let names = ChannelKind.all.map(\.name)
        let words = names.joined(separator: ", ")
        if !table.has("type") { table.mistake("\(table.title) needs type, one of \(words)") }
        guard let word = table.string("type") else { return nil }
        if let kind = ChannelKind.all.first(where: { $0.name == word }) { return kind }
        let near = nearest(to: word, among: names).map { "did you mean \"\($0)\"?" }
        table.mistake("there is no channel of type \"\(word)\"; \(near ?? "known: \(words)")", at: "type")
        return nil
    }
}
