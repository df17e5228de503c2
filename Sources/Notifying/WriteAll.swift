import Glibc

/// Writes all bytes to a descriptor, in one call where the kernel takes them so.
///
/// - Returns: How many bytes were written, and the error that stopped it, if any.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> (written: Int, error: Int32?) {
    bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let count = write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                return (done, errno)
            }
        }
        return (done, nil)
    }
}

/// What an error number means, in the system's words.
func reason(_ number: Int32) -> String {
    String(cString: strerror(number))
}
