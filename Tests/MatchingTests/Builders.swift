import FoundationEssentials
import Matching
import News

/// Stands in for the reader of HTML, which another module has: block tags end a paragraph, other tags vanish.
func plainText(_ html: String) -> String {
    var text = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
        text += rest[..<open]
        guard let close = rest[open...].firstIndex(of: ">") else { break }
        let tag = rest[open...close].drop { "</".contains($0) }.prefix { $0.isLetter }.lowercased()
        if ["p", "div", "br", "li"].contains(tag) { text += "\n" }
        rest = rest[rest.index(after: close)...]
    }
    return text + rest
}

/// The moment at which tests compile lists.
let testDay = Date(timeIntervalSince1970: 1_790_000_000)

/// Compiles a list of this text.
func compile(
    _ text: String,
    as name: String = "watchlists/test.watch",
    names: [SourceFile] = []
) -> CompiledWatchlist {
    compileWatchlist(
        [SourceFile(name: name, bytes: Array(text.utf8))],
        names: names,
        now: testDay,
        plainText: plainText
    )
}

/// What a list with this one line says of an item that has only a headline.
func verdict(_ line: String, _ title: String, names: [SourceFile] = []) -> Verdict? {
    compile("match:\n    \(line)\n", names: names).watches.first?
        .verdict(on: Document(Item(identity: "1", title: title)))
}

extension Verdict {
    /// The hit, if it is one.
    var match: Match? {
        if case .hit(let match) = self { match } else { nil }
    }
}

/// The folder that holds the project.
let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The files of a folder with an ending, in the order of their names, called by their base names.
func sources(in folder: URL, ending: String) throws -> [SourceFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }.sorted()
        .map {
            SourceFile(name: $0, bytes: Array(try Data(contentsOf: folder.appending(path: $0))))
        }
}

/// The names that the project ships.
func shippedNames() throws -> [SourceFile] {
    try sources(in: project.appending(path: "watchlists/lib"), ending: ".names")
}
