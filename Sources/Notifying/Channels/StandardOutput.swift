public import FoundationEssentials
public import Glibc
public import News

/// Alerts on standard output: as text for people, or as JSON, one object a line.
public actor StandardOutput: Channel {
    /// What is written.
    public enum Format: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// For programs.
        case json
    }

    /// Its name in the settings.
    public nonisolated let name: String
    private let format: Format
    private let text: PlainText
    private let descriptor: Int32
    private let queue = BlockingQueue("tocsin.stdout")

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Many at once: a line on a terminal costs nothing to repeat after a crash.
    public nonisolated var manners: Manners {
        Manners(
            destination: "descriptor \(descriptor)",
            burst: 1_000,
            capacity: 100,
            isForPeople: false,
            batch: 32
        )
    }

    /// A channel to a descriptor that stays the caller's.
    ///
    /// - Parameters:
    ///   - name: Its name in the settings.
    ///   - format: What is written.
    ///   - colour: Whether to use colour; nil finds out: a terminal, and `NO_COLOR` not set.
    ///   - descriptor: Where to; standard output unless a test says otherwise.
    ///   - moment: How moments are shown; nil means in the machine's time zone.
    public init(
        name: String,
        format: Format,
        colour: Bool? = nil,
        descriptor: Int32 = STDOUT_FILENO,
        moment: (@Sendable (Date) -> String)? = nil
    ) {
        let text = PlainText(colour: colour ?? showsColour(descriptor), moment: moment ?? localTime)
        self.init(name: name, format: format, descriptor: descriptor, text: text)
    }

    init(name: String, format: Format, descriptor: Int32 = STDOUT_FILENO, text: PlainText) {
        self.name = name
        self.format = format
        self.descriptor = descriptor
        self.text = text
    }

    /// Writes the parcel as text or as JSON.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: Of no account: there is room for everything.
    /// - Returns: What is written.
    /// - Throws: Where it cannot be written as JSON.
    public nonisolated func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        let bytes =
            switch format {
            case .text: Array((text.text(of: parcel) + "\n").utf8)
            case .json: try AlertPayload(parcel).json() + [UInt8(ascii: "\n")]
            }
        return Message(parcel, body: bytes)
    }

    /// Writes the message.
    public func send(_ message: Message, now: Date) -> DeliveryOutcome {
        let result = writeAll(message.body, to: descriptor)
        guard let error = result.error else { return .delivered() }
        let why = "cannot write to standard output: \(reason(error))"
        return .later(after: nil, reason: why, inDoubt: result.written > 0)
    }
}
