import Glibc

/// What the system knows of this process.
struct ProcessFacts: Hashable, Sendable {
    /// The memory it holds, in bytes.
    var residentBytes = 0
    /// The time its threads have worked, in seconds.
    var processorSeconds = 0.0
    /// How many descriptors it has open.
    var descriptors = 0

    init() {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            processorSeconds =
                Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
        }
        if case .success(let bytes) = readFile("/proc/self/statm", limit: 4_096) {
            let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
            residentBytes = (pages.flatMap { Int($0) } ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
        if let folder = opendir("/proc/self/fd") {
            while let entry = readdir(folder) { descriptors += entry.pointee.d_name.0 == 46 ? 0 : 1 }
            closedir(folder)
        }
    }
}

/// How long a file is, in bytes; nothing where there is none.
func fileSize(_ path: String) -> Int {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
}
