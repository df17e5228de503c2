/// Why a store cannot be used.
public enum StoreError: Error, Hashable, Sendable {
    /// A newer tocsin wrote the database.
    case newerSchema(path: String, found: Int, known: Int)
    /// The file is a database of some other program.
    case foreignDatabase(path: String)
    /// The file is not a database, or cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// Another process has the database in use.
    case inUse(path: String)
}

extension StoreError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a newer tocsin (schema \(found), this one knows \(known)): "
                + "update tocsin, or name another file under [store] path"
        case .foreignDatabase(let path):
            "\(path) is the database of another program: name another file under [store] path"
        case .cannotOpen(let path, let reason):
            "cannot open the database \(path): \(reason)"
        case .inUse(let path):
            "\(path) is in use by another tocsin: stop that one first, or name another file under [store] path"
        }
    }
}
