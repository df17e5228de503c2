import Glibc

/// What came of reading a local file.
public enum LocalFileResult: Sendable, Hashable {
    /// The file is the one that the validator describes.
    case unchanged
    /// The file's bytes, and a validator to recognise them by.
    case contents([UInt8], validator: String)
}

/// Reads the file that a `file:` address names, unless it is as it was.
///
/// Only regular files are read: a pipe or a device might never end. A file is known by its size, its time of
/// change and its inode, so that one which is not touched is not read again.
///
/// - Parameters:
///   - url: `file:///absolute/path`, or `file:path` relative to `base`.
///   - base: The directory that relative paths start from; nil is the working directory.
///   - limit: How many bytes the file may have.
///   - validator: The validator of the last reading.
/// - Returns: The file's bytes, or that it is as it was.
/// - Throws: `unreadableFile`, with the reason.
public func readLocalFile(
    _ url: String,
    relativeTo base: String? = nil,
    limit: Int,
    unlessMatching validator: String?
) throws(TransferError) -> LocalFileResult {
    let path = try localPath(url, base)
    // A pipe without a writer would block in `open` for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .unreadableFile(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    // Taken before the bytes: a change during the reading then shows the next time.
    let facts = try regularFile(descriptor, path)
    let current = "\(facts.st_size)-\(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)-\(facts.st_ino)"
    guard current != validator else { return .unchanged }
    return .contents(
        try contents(descriptor, path, size: Int(facts.st_size), limit: limit),
        validator: current
    )
}

private func localPath(_ url: String, _ base: String?) throws(TransferError) -> String {
    guard url.lowercased().hasPrefix("file:") else { throw misspelt(url) }
    var rest = url.dropFirst("file:".count)
    if rest.hasPrefix("//") {
        rest = rest.dropFirst(2)
        rest = rest.hasPrefix("localhost/") ? rest.dropFirst("localhost".count) : rest
        guard rest.hasPrefix("/") else {
            throw .unreadableFile(path: url, reason: "names another machine; write file:///path or file:path")
        }
    }
    guard let path = percentDecoded(rest), !path.isEmpty, !path.utf8.contains(0) else { throw misspelt(url) }
    return path.hasPrefix("/") ? path : "\(base ?? ".")/\(path)"
}

private func misspelt(_ url: String) -> TransferError {
    .unreadableFile(path: url, reason: "is not a file's address; write file:///path or file:path")
}

private func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        let digits = rest.prefix(2)
        // A sign would pass for a digit below.
        guard digits.count == 2, digits.first != UInt8(ascii: "+"),
            let decoded = UInt8(Substring(digits), radix: 16)
        else { return nil }
        bytes.append(decoded)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}

private func regularFile(_ descriptor: Int32, _ path: String) throws(TransferError) -> stat {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .unreadableFile(path: path, reason: reason(errno)) }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return facts
    case S_IFDIR: throw .unreadableFile(path: path, reason: "is a directory; name a file in it")
    case S_IFIFO: throw .unreadableFile(path: path, reason: "is a pipe; name a regular file")
    default: throw .unreadableFile(path: path, reason: "is a device; name a regular file")
    }
}

private func contents(
    _ descriptor: Int32,
    _ path: String,
    size: Int,
    limit: Int
) throws(TransferError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, limit))
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &piece, piece.count)
        if count == 0 { return bytes }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw .unreadableFile(path: path, reason: reason(errno)) }
        bytes += piece.prefix(count)
        guard bytes.count <= limit else {
            throw .unreadableFile(path: path, reason: "is larger than \(limit) bytes")
        }
    }
}

private func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "does not exist"
    case EACCES: "may not be read by this user"
    // What `open` says of a socket.
    case ENXIO: "is a socket; name a regular file"
    default: "cannot be read: \(String(cString: strerror(code)).lowercased())"
    }
}
