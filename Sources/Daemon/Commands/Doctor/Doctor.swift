public import FoundationEssentials
import Notifying
import Web

/// `tocsin doctor`: looks at everything that a tocsin lives on, and says what is wrong and what helps.
///
/// It changes nothing and sends nothing.
public struct Doctor: Sendable {
    private let config: String?
    private let environment: [String: String]
    /// Whether other machines are left alone.
    private let isOffline: Bool

    /// A doctor.
    public init(config: String?, environment: [String: String], isOffline: Bool) {
        self.config = config
        self.environment = environment
        self.isOffline = isOffline
    }

    /// Looks at everything.
    ///
    /// - Parameters:
    ///   - json: Whether to print JSON, one object a line.
    ///   - now: The moment, to compare other clocks with.
    /// - Returns: What was found; the status is that of the gravest finding.
    public func run(json: Bool, now: @escaping @Sendable () -> Date = { Date() }) async -> Output {
        let findings = await findings(now: now)
        let status: Output.Status =
            findings.contains { $0.level == .mistake }
            ? .input : findings.contains { $0.level == .failure } ? .world : .fine
        if json { return Output(findings.map { encode($0) + "\n" }.joined(), status: status) }
        let faults = findings.count { $0.level == .mistake || $0.level == .failure }
        let warnings = findings.count { $0.level == .warning }
        let sum =
            "\(faults) \(faults == 1 ? "fault" : "faults"), \(warnings) \(warnings == 1 ? "warning" : "warnings")"
        return Output(findings.map(\.lines).joined() + sum + "\n", status: status)
    }

    private func findings(now: @escaping @Sendable () -> Date) async -> [Finding] {
        var findings: [Finding] = []
        let configuration: Configuration
        do throws(ConfigurationError) {
            let files = FilesRead()
            let (path, text) = try Configuration.locate(config, files)
            var mistakes: [SettingsMistake] = []
            configuration = try Configuration(
                text: text,
                path: path,
                environment: environment,
                files: files,
                mistakes: &mistakes
            )
            findings += mistakes.map {
                Finding(
                    "settings",
                    .mistake,
                    ConfigurationError(path: path, [$0]).description,
                    remedy: "the running tocsin keeps what it has until this is put right"
                )
            }
        } catch {
            return [Finding("settings", .mistake, error.description, remedy: "put this right first")]
        }
        findings += SettingsExam(configuration).findings
        findings += StoreExam(path: configuration.storePath).findings
        if !isOffline { findings += await WebExam(configuration, now: now).findings() }
        return findings
    }
}
