import Glibc

/// Why a file that a person named cannot be read.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in words that follow the file's name.
    public let description: String
}

/// Reads a file that a person named, whole: a regular file, or what comes through a pipe.
///
/// - Parameters:
///   - path: The file; "-" is standard input.
///   - limit: How many bytes are read at most.
/// - Returns: The bytes, or why there are none.
public func readFile(_ path: String, limit: Int) -> Result<[UInt8], FileProblem> {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        return .failure(
            FileProblem(
                description: errno == ENOENT ? "there is no such file" : "cannot be read: \(systemReason())"
            )
        )
    }
    defer { if path != "-" { close(descriptor) } }
    var facts = stat()
    let isKnown = fstat(descriptor, &facts) == 0
    if isKnown, facts.st_mode & S_IFMT == S_IFDIR {
        return .failure(FileProblem(description: "is a directory; name a file in it"))
    }
    let tooLarge = FileProblem(description: "is larger than \(limit >> 20) MiB")
    let size = isKnown && facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : 0
    guard size <= limit else { return .failure(tooLarge) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { return .success(bytes) }
        guard count > 0 else {
            if errno == EINTR { continue }
            return .failure(FileProblem(description: "cannot be read: \(systemReason())"))
        }
        bytes += chunk.prefix(count)
        guard bytes.count <= limit else { return .failure(tooLarge) }
    }
}

/// What the system says of the last call that failed.
func systemReason() -> String {
    String(cString: strerror(errno))
}

/// The folder that a path's last part lies in.
func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
}
