import Glibc

/// What tells one state of a file from another without reading it.
public struct FileStamp: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let modified: [Int]
    /// A change of permissions, and an older file that is moved here, leave the time of modification alone.
    private let changed: [Int]

    /// The stamp of what a path leads to at this moment; nil where that is nothing.
    public init?(of path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt(facts.st_dev)
        inode = UInt(facts.st_ino)
        size = Int(facts.st_size)
        modified = [facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec]
        changed = [facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec]
    }
}
