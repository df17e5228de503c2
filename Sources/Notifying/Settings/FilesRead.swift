import Synchronization

/// Collects the files that settings are read from, also those that are looked for and not there, each with its stamp.
///
/// A file is noted before it is read: one that changes in between has another stamp later, and is read again.
public final class FilesRead: Sendable {
    private let noted = Mutex<[String: FileStamp?]>([:])

    /// A collection without files.
    public init() {}

    /// The files and how each was when it was read; nil where it was not there.
    public var stamps: [String: FileStamp?] { noted.withLock { $0 } }

    /// Notes a file that is about to be read.
    public func note(_ path: String) {
        let stamp = FileStamp(of: path)
        noted.withLock { _ = $0.updateValue(stamp, forKey: path) }
    }
}
