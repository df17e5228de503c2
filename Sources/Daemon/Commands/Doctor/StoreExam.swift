import Glibc
import Storage

/// What the doctor finds in the store, and on the disk under it.
struct StoreExam {
    /// With less free room than this, in bytes, the disk will soon be full.
    private static let scarce = 200_000_000
    /// With less than this the store may not take the next visit.
    private static let least = 20_000_000
    /// A log that grows beyond this is not emptied any more.
    private static let largestLog = 256_000_000

    let findings: [Finding]

    init(path: String) {
        findings = Self.disk(folder(of: path)) + Self.store(DatabaseFile(path: path))
    }

    private static func disk(_ folder: String) -> [Finding] {
        guard access(folder, F_OK) == 0 else {
            return [
                Finding("disk", .warning, "\(folder) is not there yet", remedy: "it is made at the start")
            ]
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            return [
                Finding(
                    "disk",
                    .mistake,
                    "\(folder) cannot be written by this user",
                    remedy: "give the folder to the user that tocsin runs as"
                )
            ]
        }
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else {
            return [Finding("disk", .failure, "\(folder): \(systemReason())", remedy: "look at the disk")]
        }
        return [room(Int(facts.f_bavail) * Int(facts.f_frsize), of: folder)]
    }

    /// What is to be said of so much free room.
    static func room(_ bytes: Int, of folder: String) -> Finding {
        let text = "\(sizeInWords(bytes)) free for \(folder)"
        let remedy = "make room, or let [store] path name a file on another disk"
        if bytes < least { return Finding("disk", .failure, text, remedy: remedy) }
        if bytes < scarce { return Finding("disk", .warning, text, remedy: remedy) }
        return Finding("disk", .fine, text)
    }

    private static func store(_ file: DatabaseFile) -> [Finding] {
        guard access(file.path, F_OK) == 0 else {
            return [
                Finding("store", .warning, "\(file.path) is not there yet", remedy: "it is made at the start")
            ]
        }
        do {
            let facts = try file.facts()
            var findings = [schema(facts, file.path)]
            if facts.logBytes > largestLog {
                findings.append(
                    Finding(
                        "store",
                        .warning,
                        "its write-ahead log has grown to \(sizeInWords(facts.logBytes))",
                        remedy:
                            "look which process keeps reading \(file.path) (fuser); a restart of tocsin empties it"
                    )
                )
            }
            findings += try file.damages().map {
                Finding(
                    "store",
                    .failure,
                    "damaged: \($0)",
                    remedy:
                        "stop tocsin and put a backup in the place of \(file.path); see docs/operations.md"
                )
            }
            return findings + [daemon(file)]
        } catch {
            return [
                Finding(
                    "store",
                    .failure,
                    "\(error)",
                    remedy: "let this user read \(file.path), or restore a backup"
                )
            ]
        }
    }

    /// What is to be said of the schema.
    static func schema(_ facts: DatabaseFile.Facts, _ path: String) -> Finding {
        let size = "\(path): \(sizeInWords(facts.bytes + facts.logBytes)), schema \(facts.schema)"
        guard facts.isOurs else {
            return Finding(
                "store",
                .mistake,
                "\(path) is the database of another program",
                remedy: "name another file under [store] path"
            )
        }
        if facts.schema > facts.knownSchema {
            return Finding(
                "store",
                .mistake,
                "\(size), which is newer than this tocsin's \(facts.knownSchema)",
                remedy: "update tocsin"
            )
        }
        if facts.schema < facts.knownSchema {
            return Finding(
                "store",
                .warning,
                "\(size), which is older than this tocsin's \(facts.knownSchema)",
                remedy: "the next start brings it up to date; tocsin backup first"
            )
        }
        return Finding("store", .fine, size)
    }

    private static func daemon(_ file: DatabaseFile) -> Finding {
        if file.isInUse { return Finding("daemon", .fine, "a tocsin runs on the store") }
        return Finding("daemon", .warning, "no tocsin runs on the store", remedy: "tocsin run starts one")
    }
}
