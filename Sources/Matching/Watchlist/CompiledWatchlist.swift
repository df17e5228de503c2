public import FoundationEssentials

/// What became of a folder of watch files.
public struct CompiledWatchlist: Sendable {
    /// The lists without a mistake.
    public var watches: [Watch] = []
    /// The ids of those with one.
    public var brokenLists: [String] = []
    /// All mistakes of all files.
    public var mistakes: [WatchlistError] = []
    /// What is allowed and probably not meant, in the lists without a mistake and in the names files.
    public var warnings: [WatchlistError] = []
    /// How many examples were tried.
    public var examples = 0

    /// Nothing yet.
    public init() {}
}

/// Compiles watch files and tries their examples.
///
/// - Parameters:
///   - lists: The watch files.
///   - names: The names files.
///   - now: The moment that decides whether a list's day is over.
///   - plainText: Turns the HTML of an example into text, with a line feed between paragraphs.
/// - Returns: The lists that can be used, and every mistake.
public func compileWatchlist(
    _ lists: [SourceFile],
    names: [SourceFile],
    now: Date,
    plainText: (String) -> String
) -> CompiledWatchlist {
    let library = NameLibrary(names)
    let namesHash = fingerprint(of: names)
    var result = CompiledWatchlist()
    result.mistakes = library.mistakes
    result.warnings = library.warnings
    var files: [String: String] = [:]
    var twice: Set<String> = []
    let compilers = lists.map { ListCompiler($0, library: library) }
    let drafts = zip(lists, compilers).map { file, compiler in
        var mistakes = compiler.mistakes
        if let other = files.updateValue(file.name, forKey: file.id) {
            let line = SourceLine(file: file.name, number: 1, text: "")
            mistakes.insert(line.mistake(.duplicateList(other), at: 0), at: 0)
            twice.insert(file.id)
        }
        let digest = fingerprint(of: [file], after: namesHash)
        return (
            watch: compiler.watch(digest: digest), isSound: mistakes.isEmpty && !compiler.isMisled, mistakes
        )
    }
    // Only the examples need it here.
    lazy var engine = Engine(drafts.filter(\.isSound).map(\.watch))
    var number = 0
    for (draft, compiler) in zip(drafts, compilers) {
        var mistakes = draft.2
        if draft.isSound {
            if compiler.hasExamples {
                let trial = Trial(of: draft.watch, number, in: engine, compiler, plainText: plainText)
                mistakes = trial.mistakes
                result.examples += trial.examples
            }
            number += 1
            result.warnings += Lint(draft.watch, compiler, now: now).warnings
        }
        let id = draft.watch.id
        if draft.isSound, mistakes.isEmpty, !twice.contains(id) {
            result.watches.append(draft.watch)
        } else if !result.brokenLists.contains(id) {
            result.brokenLists.append(id)
        }
        result.mistakes += mistakes
    }
    return result
}

/// FNV-1a over the files, with their lengths, so that text that moves from one to the next counts as a change.
private func fingerprint(of files: [SourceFile], after start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    var hash = start
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for file in files {
        withUnsafeBytes(of: UInt64(file.bytes.count).littleEndian) { $0.forEach(add) }
        file.bytes.forEach(add)
    }
    return hash
}
