import FoundationEssentials
import Glibc
import Storage

/// `tocsin backup`: a copy of the store, beside a daemon that may be running.
public struct BackupCommand: Sendable {
    private let database: DatabaseFile

    /// Reads the settings.
    ///
    /// - Throws: `ConfigurationError`.
    public init(config: String?, environment: [String: String]) throws {
        database = DatabaseFile(
            path: try Configuration.read(path: config, environment: environment).storePath
        )
    }

    /// Writes the copy.
    ///
    /// - Parameters:
    ///   - file: Where to.
    ///   - isForced: Whether a file that is there is replaced.
    ///   - json: Whether to print JSON.
    /// - Returns: What to print.
    public func run(to file: String, isForced: Bool, json: Bool) -> Output {
        if !isForced, access(file, F_OK) == 0 {
            return .refusal("\(file) is there already: name another file, or say --force")
        }
        let folder = folder(of: file)
        guard access(folder, W_OK | X_OK) == 0 else {
            return .refusal("nothing can be written to \(folder): \(systemReason())")
        }
        do {
            // What is copied must be one of ours: a mistaken path would make a useless backup that looks like one.
            guard try database.facts().isOurs else {
                return .refusal("\(database.path) is no database of tocsin")
            }
            try database.copy(to: file)
            let report = Report(file: file, bytes: try DatabaseFile(path: file).facts().bytes)
            return Output(json ? encode(report) + "\n" : "\(file): \(sizeInWords(report.bytes)), checked\n")
        } catch {
            return .refusal("\(error)", status: .world)
        }
    }

    private struct Report: Encodable {
        let file: String
        let bytes: Int
    }
}

/// A size as people read it: "3.4 MB".
func sizeInWords(_ bytes: Int) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]
    guard let (unit, size) = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) bytes" }
    let tenths = (bytes * 10 + size / 2) / size
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(tenths / 10) \(unit)"
}
