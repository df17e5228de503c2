/// What became of a folder of watch files.
public struct CompiledWatchlist: Sendable {
    /// The lists without a mistake.
    public var watches: [Watch] = []
    /// The ids of those with one.
    public var brokenLists: [String] = []
    /// All mistakes of all files.
    public var mistakes: [WatchlistError] = []
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
///   - plainText: Turns the HTML of an example into text, with a line feed between paragraphs.
/// - Returns: The lists that can be used, and every mistake.
public func compileWatchlist(
    _ lists: [SourceFile],
    names: [SourceFile],
    plainText: (String) -> String
) -> CompiledWatchlist {
    let library = NameLibrary(names)
    var result = CompiledWatchlist()
    result.mistakes = library.mistakes
    var seen: [String: String] = [:]
    for file in lists {
        let compiler = ListCompiler(file, library: library)
        var mistakes = compiler.mistakes
        if let other = seen.updateValue(file.name, forKey: file.id) {
            mistakes.insert(
                SourceLine(file: file.name, number: 1, text: "").mistake(.duplicateList(other), at: 0),
                at: 0
            )
            result.watches.removeAll { $0.id == file.id }
        }
        let watch = compiler.watch(digest: fingerprint(of: [file] + names))
        if mistakes.isEmpty, !compiler.isMisled {
            let trial = Trial(of: watch, compiler, plainText: plainText)
            mistakes = trial.mistakes
            result.examples += trial.examples
        }
        if mistakes.isEmpty, !compiler.isMisled, !result.brokenLists.contains(file.id) {
            result.watches.append(watch)
        } else if !result.brokenLists.contains(file.id) {
            result.brokenLists.append(file.id)
        }
        result.mistakes += mistakes
    }
    return result
}

/// FNV-1a over the files, with their lengths, so that text that moves from one to the next counts as a change.
private func fingerprint(of files: [SourceFile]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for file in files {
        withUnsafeBytes(of: UInt64(file.bytes.count).littleEndian) { $0.forEach(add) }
        file.bytes.forEach(add)
    }
    return hash
}
