import FoundationEssentials
import Notifying

/// The files that settings and lists were read from, and how each was then.
struct Origins: Hashable, Sendable {
    /// The settings, lists of feeds, credentials and templates, whether they were there or not.
    private(set) var files: [String: FileStamp?]
    /// The folders with watch files.
    private(set) var folders: Set<String>
    /// The watch files in them, and the names that these use.
    private(set) var lists: [String: FileStamp?] = [:]

    /// Files with their stamps, and the watch files that are in the folders at this moment.
    init(files: [String: FileStamp?], folders: Set<String>) {
        self.files = files
        self.folders = folders
        for folder in folders {
            for file in Self.lists(in: folder) { lists.updateValue(FileStamp(of: file), forKey: file) }
        }
    }

    /// The same files as they are at this moment.
    var now: Origins {
        var files: [String: FileStamp?] = [:]
        for file in self.files.keys { files.updateValue(FileStamp(of: file), forKey: file) }
        return Origins(files: files, folders: folders)
    }

    /// The files of both; of those that both know, as these have them.
    func joined(with others: Origins) -> Origins {
        var all = self
        all.files.merge(others.files) { own, _ in own }
        all.lists.merge(others.lists) { own, _ in own }
        all.folders.formUnion(others.folders)
        return all
    }

    /// Whether anything but lists differs.
    func differsInSettings(from others: Origins) -> Bool { files != others.files }

    private static func lists(in folder: String) -> [String] {
        names(in: folder, ending: WatchedFolder.listEnding)
            + names(in: folder + "/" + WatchedFolder.libraryName, ending: WatchedFolder.namesEnding)
    }

    private static func names(in folder: String, ending: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.map { folder + "/" + $0 }
    }
}
