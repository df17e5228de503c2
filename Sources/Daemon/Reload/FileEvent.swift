import Glibc

/// One change in a watched folder, as inotify tells it.
struct FileEvent {
    /// The number of the folder's watch.
    let watch: Int32
    /// The name in the folder; nil where the folder itself is meant.
    let name: String?
    private let mask: UInt32

    /// Whether so much happened at once that not all could be told.
    var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }
    /// Whether nothing more will be told of the folder.
    var isEndOfWatch: Bool { mask & UInt32(IN_IGNORED) != 0 }
    /// Whether something was made, and perhaps not filled yet.
    var isCreation: Bool { mask & UInt32(IN_CREATE) != 0 }

    /// All that has happened since the last call.
    static func all(from descriptor: Int32) -> [FileEvent] {
        var events: [FileEvent] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return events }
            buffer.withUnsafeBytes { bytes in
                var rest = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                while rest.count >= MemoryLayout<inotify_event>.size {
                    let head = rest.loadUnaligned(as: inotify_event.self)
                    let end = MemoryLayout<inotify_event>.size + Int(head.len)
                    let name = rest[MemoryLayout<inotify_event>.size..<end].prefix { $0 != 0 }
                    events.append(
                        FileEvent(
                            watch: head.wd,
                            name: name.isEmpty ? nil : String(decoding: name, as: UTF8.self),
                            mask: head.mask
                        )
                    )
                    rest = UnsafeRawBufferPointer(rebasing: rest[end...])
                }
            }
        }
    }
}
