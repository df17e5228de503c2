public import FoundationEssentials
import Glibc
public import News

/// The file that alerts are appended to, one JSON object a line.
///
/// The actor owns one thing, the open descriptor: it is closed with the actor. After logrotate moved the file,
/// `reopen` takes up the new one. A digest's alerts are lines of their own.
public actor AlertLog: Channel {
    /// Its name in the settings.
    public nonisolated let name: String
    private nonisolated let path: String
    private var descriptor: Int32
    private let queue = BlockingQueue("tocsin.alertlog")

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Many at once: what a crash leaves in doubt is looked up in the file before it is written again.
    public nonisolated var manners: Manners {
        Manners(
            destination: path,
            burst: 1_000,
            capacity: 100,
            recognisesRepeats: true,
            isForPeople: false,
            batch: 32
        )
    }

    /// Opens the file, and creates it where it is missing.
    ///
    /// - Throws: `AlertLogError`.
    public init(name: String, path: String) throws {
        self.name = name
        self.path = path
        descriptor = try Self.open(path)
    }

    deinit {
        close(descriptor)
    }

    /// Writes a line for each alert and each notice, whatever it was sent with.
    ///
    /// - Parameters:
    ///   - parcel: What is to be told.
    ///   - detail: Of no account: programs read everything.
    /// - Returns: The lines.
    /// - Throws: Where they cannot be written as JSON.
    public nonisolated func compose(_ parcel: Parcel, detail: Detail) throws -> Message? {
        let singles: [Parcel.Contents] =
            switch parcel.contents {
            case .alerts(let alerts, _): alerts.map { .alert($0) }
            case .update: [parcel.contents]
            case .notices(let notices): notices.map { .notices([$0]) }
            }
        let lines = try singles.map { contents in
            try AlertPayload(Parcel(id: parcel.id, channel: parcel.channel, contents)).json()
        }
        return Message(parcel, body: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    }

    /// Appends the message's lines, one `write` a line.
    public func send(_ message: Message, now: Date) -> DeliveryOutcome {
        let known = message.inDoubt ? recentLines() : []
        for line in message.body.split(separator: UInt8(ascii: "\n")) where !known.contains(line) {
            if let failure = append(Array(line)) { return failure }
        }
        return .delivered()
    }

    /// Takes up the file that now has the log's name; on failure the old one stays in use.
    public func reopen() async throws {
        let fresh = try Self.open(path)
        close(descriptor)
        descriptor = fresh
    }

    /// Writes a line in one call.
    ///
    /// In append mode two processes may share the file so without mixing their lines. What a full disk cut short
    /// is taken back.
    private func append(_ line: [UInt8]) -> DeliveryOutcome? {
        let length = lseek(descriptor, 0, SEEK_END)
        let result = writeAll(line + [UInt8(ascii: "\n")], to: descriptor)
        guard let error = result.error else { return nil }
        let restored = result.written == 0 || (length >= 0 && ftruncate(descriptor, length) == 0)
        return .later(after: nil, reason: "cannot write to \(path): \(reason(error))", inDoubt: !restored)
    }

    /// The lines at the file's end, enough of them to hold everything one batch may have left there.
    private func recentLines() -> Set<ArraySlice<UInt8>> {
        let window = 4 << 20
        let length = Int(lseek(descriptor, 0, SEEK_END))
        guard length > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: min(window, length))
        let count = pread(descriptor, &bytes, bytes.count, off_t(max(0, length - window)))
        return Set(bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n")))
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw AlertLogError(path: path, reason: reason(errno)) }
        endLastLine(of: descriptor)
        return descriptor
    }

    /// Ends a line that a crash cut off, so that the next one stands alone.
    private static func endLastLine(of descriptor: Int32) {
        var last: UInt8 = 0
        let length = lseek(descriptor, 0, SEEK_END)
        if length > 0, pread(descriptor, &last, 1, length - 1) == 1, last != UInt8(ascii: "\n") {
            _ = writeAll([UInt8(ascii: "\n")], to: descriptor)
        }
    }
}

/// Why an alert log cannot be opened.
public struct AlertLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The system's words.
    public let reason: String

    /// What is wrong, and what to do.
    public var description: String {
        "cannot open the alert log \(path): \(reason); check the folder and its permissions"
    }
}
