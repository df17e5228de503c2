/// What a command says and how it ends; the command line prints it.
public struct Output: Hashable, Sendable {
    /// For standard output.
    public var text: String
    /// For standard error, one sentence a line.
    public var complaints: [String]
    /// How the process ends.
    public var status: Status

    /// How a command ends.
    public enum Status: Int32, Sendable {
        /// All is well.
        case fine = 0
        /// What the user gave it is at fault.
        case input = 1
        /// The command line is at fault.
        case usage = 2
        /// The world failed: network, disk, another process.
        case world = 3
    }

    /// An output.
    public init(_ text: String = "", complaints: [String] = [], status: Status = .fine) {
        self.text = text
        self.complaints = complaints
        self.status = status
    }

    /// A refusal: nothing on standard output, a sentence on standard error.
    public static func refusal(_ complaint: String, status: Status = .input) -> Output {
        Output(complaints: [complaint], status: status)
    }
}
