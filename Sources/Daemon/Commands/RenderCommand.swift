public import FoundationEssentials
import News
import Notifying
import Web

/// `tocsin render`: what a channel would send.
public struct RenderCommand: Sendable {
    /// The channel's name.
    public var channel: String
    /// A file with one JSON object; `-` is standard input, nil takes a sample.
    public var file: String?
    /// The settings; nil looks in the usual places.
    public var config: String?
    /// The process's environment, for secrets.
    public var environment: [String: String]

    /// A command.
    public init(channel: String, file: String?, config: String?, environment: [String: String]) {
        self.channel = channel
        self.file = file
        self.config = config
        self.environment = environment
    }

    /// Writes the alert out.
    ///
    /// - Parameters:
    ///   - isHostile: Whether the sample is the hostile one.
    ///   - now: The sample's moment.
    /// - Returns: The exact bytes of each message.
    /// - Throws: A sentence for the user.
    public func run(isHostile: Bool, now: Date = Date()) async throws -> Output {
        let settings = try Configuration.read(path: config, environment: environment)
        let chosen = try settings.channels(named: [channel])
        let contents: Parcel.Contents
        switch given(isHostile: isHostile, now: now) {
        case .success(let given): contents = given
        case .failure(let problem): return .refusal("\(problem)")
        }
        let parcel = Parcel(id: "sample", channel: channel, contents)
        // To make a channel of this type is to open its file, which is the daemon's.
        if chosen[0].type == "file" {
            return Output(String(decoding: try AlertPayload(parcel).json(), as: UTF8.self) + "\n")
        }
        let web = try HTTPClient(userAgent: Version.userAgent(contact: nil))
        let messages = try chosen[0].make(web: web).messages(parcel)
        await web.shutDown()
        guard let messages else {
            return .refusal("the alert does not fit into a message, not even its headline")
        }
        return Output(
            messages.map { String(decoding: $0.body, as: UTF8.self) }.joined(separator: "\n"),
            complaints: messages.compactMap {
                $0.fallback.map { "the template is not used: \($0)" }
            }
        )
    }

    private func given(isHostile: Bool, now: Date) -> Result<Parcel.Contents, FileProblem> {
        guard let file else {
            return .success(
                .alert(isHostile ? .hostileSample(id: "sample", now: now) : .sample(id: "sample", now: now))
            )
        }
        let shown = file == "-" ? "standard input" : file
        switch readFile(file, limit: 16 << 20) {
        case .failure(let problem):
            return .failure(FileProblem(description: "\(shown): \(problem)"))
        case .success(let bytes):
            do {
                return .success(try readPayload(bytes))
            } catch {
                let what = "is no alert in JSON, as the webhook sends it and the alert log holds it"
                return .failure(FileProblem(description: "\(shown) \(what)"))
            }
        }
    }
}

extension Configuration {
    /// The channels of these names, or all where none is given.
    ///
    /// - Throws: A sentence for the user where there is no such channel.
    func channels(named names: [String]) throws -> [ChannelConfiguration] {
        guard !names.isEmpty else { return channels }
        return try names.map { name in
            guard let channel = channels.first(where: { $0.name == name }) else {
                throw ConfigurationError(
                    path: path,
                    Self.unknownChannel(name, known: channels.map(\.name))
                )
            }
            return channel
        }
    }
}
