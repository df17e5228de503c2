public import FoundationEssentials
import News
import Notifying
import Web

/// `tocsin send-test`: sends a marked alert to channels and says what became of it.
public struct SendTest: Sendable {
    /// The channels' names; empty means all.
    public var channels: [String]
    /// Whether the alert holds everything that a hostile publisher could think of.
    public var isHostile: Bool
    /// A file of alerts to send instead, one JSON object a line, for the tests of channels.
    public var alerts: String?
    /// The settings; nil looks in the usual places.
    public var config: String?
    /// The process's environment, for secrets.
    public var environment: [String: String]

    /// A command.
    public init(
        channels: [String],
        isHostile: Bool,
        alerts: String?,
        config: String?,
        environment: [String: String]
    ) {
        self.channels = channels
        self.isHostile = isHostile
        self.alerts = alerts
        self.config = config
        self.environment = environment
    }

    /// Sends, to one channel after the other.
    ///
    /// - Parameter now: The alert's moment.
    /// - Returns: A line for each channel.
    /// - Throws: A sentence for the user.
    public func run(now: Date = Date()) async throws -> Output {
        let settings = try Configuration.read(path: config, environment: environment)
        let chosen = try settings.channels(named: channels)
        let contents = try alerts.map(read) ?? [sample(now)]
        let web = try HTTPClient(userAgent: Version.userAgent(contact: settings.poll.contact))
        var output = Output()
        for configuration in chosen {
            let trial = await Trial(configuration, web, contents, now: now)
            output.text += "\(configuration.name) (\(configuration.type)): \(trial.report)\n"
            if !trial.failures.isEmpty { output.status = .world }
        }
        await web.shutDown()
        return output
    }

    private func sample(_ now: Date) -> Parcel.Contents {
        let id = "test-\(Int(now.timeIntervalSince1970))"
        return .alert(isHostile ? .hostileSample(id: id, now: now) : .sample(id: id, now: now))
    }

    private func read(_ file: String) throws -> [Parcel.Contents] {
        try readFile(file, limit: 256 << 20).get().split(separator: UInt8(ascii: "\n")).map {
            try readPayload($0)
        }
    }
}

/// What became of what was sent to one channel.
private struct Trial {
    private(set) var failures: [String] = []
    private var delivered = 0
    /// What the receiver calls the message that told an alert.
    private var references: [String: String] = [:]

    init(
        _ configuration: ChannelConfiguration,
        _ web: HTTPClient,
        _ contents: [Parcel.Contents],
        now: Date
    ) async {
        do {
            let channel = try configuration.make(web: web)
            for contents in contents { try await send(contents, to: channel, now) }
        } catch {
            failures.append("\(error)")
        }
    }

    private mutating func send(_ contents: Parcel.Contents, to channel: any Channel, _ now: Date) async throws
    {
        var parcel = Parcel(id: "", channel: channel.name, contents)
        parcel.id = parcel.ids[0]
        if case .update = contents {
            if channel.manners.edits { parcel.edits = references[parcel.id] }
            parcel.id += "-update"
        }
        guard let messages = try channel.messages(parcel) else {
            failures.append("does not fit into a message")
            return
        }
        for message in messages { note(await channel.send(message, now: now), message) }
    }

    private mutating func note(_ outcome: DeliveryOutcome, _ message: Message) {
        switch outcome {
        case .delivered(let reference, _, let remark):
            delivered += 1
            references[message.id] = reference
            if let remark { failures.append("delivered, but \(remark)") }
        case .later(_, let reason, let inDoubt):
            failures.append("not now\(inDoubt ? ", though it may have arrived" : ""): \(reason)")
        case .moved(_, let reason): failures.append("moved: \(reason)")
        case .refused(let reason): failures.append("refused: \(reason)")
        case .broken(let reason): failures.append("broken: \(reason)")
        case .gone(let reason): failures.append("gone: \(reason)")
        }
    }

    var report: String {
        guard failures.isEmpty else {
            let more = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
            return failures[0] + more
        }
        return delivered == 1 ? "delivered" : "delivered \(delivered) messages"
    }
}
