import GRDB

/// What keeps a store from taking or giving anything for a while: the machine is at fault, and what was wanted can be
/// tried again as it was.
public struct StoreTrouble: Error, Hashable, Sendable {
    /// What is the matter.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The disk is full.
        case full
        /// The file or its folder may not be written.
        case readOnly
        /// The disk does not read or write.
        case inputOutput
        /// The file is not there, or cannot be opened any more.
        case unreachable
        /// Another process keeps it for itself.
        case busy
        /// What is in the file is damaged.
        case damaged
    }

    /// What is the matter.
    public let kind: Kind
    /// What SQLite says.
    public let reason: String

    /// Trouble of a kind.
    public init(_ kind: Kind, reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// The trouble that an error tells of; nil where it tells of something else, such as a mistake of this program.
    public init?(_ error: any Error) {
        if let trouble = error as? StoreTrouble {
            self = trouble
            return
        }
        guard let error = error as? DatabaseError, let kind = Kind(error.resultCode) else { return nil }
        self.init(kind, reason: error.message ?? "\(error.resultCode)")
    }
}

extension StoreTrouble: CustomStringConvertible {
    /// What is the matter, and what helps.
    public var description: String { "\(reason): \(kind.remedy)" }
}

extension StoreTrouble.Kind {
    /// What helps.
    public var remedy: String {
        switch self {
        case .full: "make room on the disk of [store] path"
        case .readOnly: "let tocsin write the file of [store] path, its folder and its disk"
        case .inputOutput: "look at the disk of [store] path (dmesg)"
        case .unreachable: "look whether the file of [store] path and its folder are still there"
        case .busy: "look which other process has the file of [store] path open (fuser)"
        case .damaged: "stop tocsin and put a backup in the place of [store] path"
        }
    }

    fileprivate init?(_ code: ResultCode) {
        switch code {
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_IOERR, .SQLITE_NOMEM: self = .inputOutput
        case .SQLITE_CANTOPEN: self = .unreachable
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged
        default: return nil
        }
    }
}
