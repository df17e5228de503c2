import Glibc

/// Why a file that the settings name cannot be read.
struct FileComplaint: Error, CustomStringConvertible {
    /// What is wrong, in words that follow the file's name.
    let description: String
}

/// Reads a small file whole; what is no regular file is not waited for.
///
/// - Parameters:
///   - path: The file.
///   - limit: How many bytes it may have.
/// - Returns: The bytes and the file's permissions, or why there are none.
func readRegularFile(
    _ path: String,
    limit: Int
) -> Result<(bytes: [UInt8], permissions: mode_t), FileComplaint> {
    func complaint(_ text: String) -> Result<(bytes: [UInt8], permissions: mode_t), FileComplaint> {
        .failure(FileComplaint(description: text))
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return complaint("cannot be read: \(reason(errno))") }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
        return complaint("is not a file")
    }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { return complaint("cannot be read: \(reason(errno))") }
    guard count <= limit else { return complaint("is larger than \(limit >> 10) KiB") }
    return .success((Array(bytes.prefix(count)), facts.st_mode))
}
