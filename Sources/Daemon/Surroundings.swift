import FoundationEssentials

/// What the process finds around it.
public enum Surroundings: Sendable {
    /// The environment's variables.
    public static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
