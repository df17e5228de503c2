import Logging

/// `tocsin run`: the daemon, or one round of it.
public struct RunCommand: Sendable {
    private let config: String?
    private let environment: [String: String]
    private let log: OwnLog
    private let logger: Logger

    /// A command.
    public init(config: String?, isVerbose: Bool, environment: [String: String]) {
        self.config = config
        self.environment = environment
        log = OwnLog(environment: environment)
        logger = log.logger(level: isVerbose ? .debug : .notice)
    }

    /// Works until it is told to stop.
    public func run() async -> Output {
        await with { daemon in
            try await daemon.run()
            return Output()
        }
    }

    /// Polls every feed once and delivers what can be delivered.
    public func runOnce() async -> Output {
        await with { daemon in
            let round = try await daemon.runOnce()
            guard round.visits > 0, round.visits == round.failures else { return Output() }
            return .refusal("no feed could be read; --verbose says why", status: .world)
        }
    }

    private func with(_ work: (Daemon) async throws -> Output) async -> Output {
        let configuration: Configuration
        do {
            configuration = try Configuration.read(path: config, environment: environment)
        } catch {
            return refusal(error, status: .input)
        }
        do {
            return try await work(Daemon(configuration, environment: environment, logger: logger))
        } catch {
            return refusal(error, status: error is NoListError ? .input : .world)
        }
    }

    /// The end of a run that could not begin; in the journal it is an error, an entry for each of its lines.
    private func refusal(_ error: any Error, status: Output.Status) -> Output {
        guard log.isJournal else { return .refusal("\(error)", status: status) }
        for line in "\(error)".split(separator: "\n") { logger.error("\(line)") }
        return Output(status: status)
    }
}
