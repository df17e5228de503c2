import FoundationEssentials
import Glibc

/// What in a folder decides over the files that tocsin reads.
struct WatchedFolder: Hashable, Sendable {
    static let listEnding = ".watch"
    static let namesEnding = ".names"
    static let libraryName = "lib"

    /// Names in the folder: of files, of links, and of folders on the way to them.
    var names: Set<String> = []
    /// How the names of others end that matter.
    var endings: Set<String> = []

    /// Whether a change to a name matters.
    func contains(_ name: String) -> Bool {
        names.contains(name) || !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) }
    }
}

extension Origins {
    /// The folders whose changes decide over the files, by their paths.
    var watchedFolders: [String: WatchedFolder] {
        var all: [String: WatchedFolder] = [:]
        for file in Array(files.keys) + lists.keys {
            _ = follow(file, noting: &all)
        }
        for folder in folders {
            guard let place = follow(folder, noting: &all) else { continue }
            all[place, default: WatchedFolder()].endings.insert(WatchedFolder.listEnding)
            guard let library = follow(place + "/" + WatchedFolder.libraryName, noting: &all) else {
                continue
            }
            all[library, default: WatchedFolder()].endings.insert(WatchedFolder.namesEnding)
        }
        return all
    }
}

/// Follows a path link by link and notes the folders in which a change decides where it leads.
///
/// These are the folders of all links on the way and the one it ends in. Where a part is missing, the way ends in the
/// folder in which that part may appear.
///
/// - Returns: Where the path leads; nil where it leads nowhere.
private func follow(_ path: String, noting folders: inout [String: WatchedFolder]) -> String? {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var rest = Array(whole.split(separator: "/").reversed())
    var place = ""
    var links = 0
    while let name = rest.popLast() {
        if name == "." { continue }
        if name == ".." {
            place = String(place.prefix(upTo: place.lastIndex(of: "/") ?? place.startIndex))
            continue
        }
        let next = place + "/" + name
        var facts = stat()
        let isThere = lstat(next, &facts) == 0
        let isLink = isThere && facts.st_mode & S_IFMT == S_IFLNK
        if !isThere || isLink || rest.isEmpty {
            folders[place.isEmpty ? "/" : place, default: WatchedFolder()].names.insert(String(name))
        }
        guard isThere, links < 40 else { return nil }
        if isLink, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: next) {
            links += 1
            if target.hasPrefix("/") { place = "" }
            rest += target.split(separator: "/").reversed()
        } else {
            place = next
        }
    }
    return place
}
