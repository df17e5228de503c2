import Feeds
import FoundationEssentials
import Glibc
import Matching
import Notifying

/// The watch files of a folder, read and compiled.
struct LoadedLists: Sendable {
    /// The lists without mistakes.
    var watches: [Watch]
    /// The ids of those with mistakes.
    var broken: [String]
    /// All mistakes, each with its place, as a person reads them.
    var mistakes: [String]
    /// What is allowed and probably not meant, in the same way.
    var warnings: [String]
    /// How many examples were tried.
    var examples: Int

    /// A watch file's limit is 64 KiB; one that is larger is read far enough to say so.
    private static let fileLimit = 1 << 20

    /// Reads `*.watch` in a folder and `*.names` in its folder `lib`, in the order of their names.
    ///
    /// - Parameters:
    ///   - folder: The folder, as the person named it.
    ///   - channels: The channels that a list may send to; nil does not check.
    init(folder: String, channels: [String]?) {
        var problems: [String] = []
        let files = Self.files(in: folder, ending: ".watch", &problems)
        if files.isEmpty, problems.isEmpty {
            problems.append("\(folder): holds no watch file; try: echo ceasefire > \(folder)/mine.watch")
        }
        self.init(files, names: folder + "/lib", problems)
        if let channels { check(channels) }
    }

    /// Reads one watch file, with the names of the folder `lib` beside it, or one names file, with those beside it.
    init(file: String) {
        let folder = folder(of: file)
        switch readFile(file, limit: Self.fileLimit) {
        case .success where file.hasSuffix(".names"):
            self.init([], names: folder, [])
        case .success(let bytes):
            self.init([SourceFile(name: file, bytes: bytes)], names: folder + "/lib", [])
        case .failure(let problem):
            self.init([], names: folder + "/lib", ["\(file): \(problem)"])
        }
    }

    private init(_ files: [SourceFile], names: String, _ problems: [String]) {
        var problems = problems
        let names = Self.files(in: names, ending: ".names", &problems)
        let compiled = compileWatchlist(files, names: names, now: Date()) {
            plainText(html: $0, lineBreaks: .paragraph)
        }
        watches = compiled.watches
        broken = compiled.brokenLists
        mistakes = problems + compiled.mistakes.map(\.description)
        warnings = compiled.warnings.map(\.description)
        examples = compiled.examples
    }

    private mutating func check(_ channels: [String]) {
        for watch in watches {
            for name in watch.channels where !channels.contains(name) {
                mistakes.append(
                    "\(watch.file): send to: \(Configuration.unknownChannel(name, known: channels))"
                )
                broken.append(watch.id)
            }
        }
        watches.removeAll { broken.contains($0.id) }
    }

    private static func problem(of folder: String) -> String {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            return "there is no such file"
        }
        if isFolder { return "cannot be read" }
        return "is neither a folder nor a file that ends in .watch, .names or .toml"
    }

    private static func files(in folder: String, ending: String, _ problems: inout [String]) -> [SourceFile] {
        let found: [String]
        do {
            found = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            // A folder without a lib is one without names.
            if ending == ".watch" {
                problems.append("\(folder): \(problem(of: folder))")
            }
            return []
        }
        return found.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().compactMap { name in
            switch readFile(folder + "/" + name, limit: fileLimit) {
            case .success(let bytes):
                return SourceFile(name: folder + "/" + name, bytes: bytes)
            case .failure(let problem):
                problems.append("\(folder)/\(name): \(problem)")
                return nil
            }
        }
    }
}
