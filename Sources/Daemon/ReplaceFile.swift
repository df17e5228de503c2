import Glibc

/// Puts a file in the place of another in one step, so that nobody ever reads half of it.
///
/// A link stays a link, and the file keeps its mode.
///
/// - Parameters:
///   - path: The file, which need not exist yet.
///   - bytes: What it holds from now on.
/// - Throws: `FileProblem` with the file's name; the old file is then as it was.
func replaceFile(_ path: String, _ bytes: [UInt8]) throws(FileProblem) {
    let target = realpath(path, nil).map { name in
        defer { free(name) }
        return String(cString: name)
    }
    let path = target ?? path
    var facts = stat()
    let mode = stat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0o644
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
        throw FileProblem(description: "\(path) cannot be written: \(systemReason())")
    }
    defer { close(descriptor) }
    fchmod(descriptor, mode)
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
    }
    guard rest.isEmpty, fsync(descriptor) == 0, rename(draft, path) == 0 else {
        let why = systemReason()
        unlink(draft)
        throw FileProblem(description: "\(path) cannot be written: \(why)")
    }
}
