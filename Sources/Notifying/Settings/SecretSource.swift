import Glibc

/// Where secrets are read from: files, and the environment.
///
/// A file's name is looked up in systemd's credentials folder first, then beside the settings. systemd loads the files of
/// a folder flat, as the folder's name, a low line and the file's: `credentials/slack-url` is `credentials_slack-url`.
public struct SecretSource: Sendable {
    private let environment: [String: String]
    private let settingsFolder: String
    /// Takes down which files are read.
    public let files: FilesRead

    /// A source.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - settingsFolder: The folder of the settings file.
    ///   - files: Takes down which files are read.
    public init(environment: [String: String], settingsFolder: String, files: FilesRead = FilesRead()) {
        self.environment = environment
        self.settingsFolder = settingsFolder
        self.files = files
    }

    /// The secret under one of `key`, `key_file` and `key_env`; at most one of them may be given.
    public func secret(_ key: String, in table: inout SettingsTable) -> Secret? {
        let given = [key, key + "_file", key + "_env"].filter { table.has($0) }
        guard given.count <= 1 else {
            table.mistake(
                "\(table.title) may have only one of \(given.joined(separator: ", "))",
                at: given[1]
            )
            return nil
        }
        guard let form = given.first, let text = table.string(form) else { return nil }
        if form == key { return Secret(text) }
        if form == key + "_env" { return fromEnvironment(text, form, in: &table) }
        guard let (path, contents) = file(text, form, in: &table) else { return nil }
        let line = contents.split(whereSeparator: \.isNewline).first ?? ""
        // A password can hold blanks, and none that an editor leaves around it.
        let secret = line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        guard !secret.isEmpty else {
            table.mistake("\(form): \(path) is empty", at: form)
            return nil
        }
        return Secret(String(secret))
    }

    /// The lines of the file under a key, each a secret; blank ones and those that begin with # are left out.
    public func lines(_ key: String, in table: inout SettingsTable) -> [Secret]? {
        guard let name = table.string(key), let (path, contents) = file(name, key, in: &table) else {
            return nil
        }
        let lines = contents.split(whereSeparator: \.isNewline)
            .filter { $0.contains { !$0.isWhitespace } && $0.first != "#" }
        if lines.isEmpty { table.mistake("\(key): \(path) is empty", at: key) }
        return lines.map { Secret(String($0)) }
    }

    private func fromEnvironment(_ name: String, _ key: String, in table: inout SettingsTable) -> Secret? {
        guard let text = environment[name], !text.isEmpty else {
            table.mistake("\(key): the environment has no variable \(name)", at: key)
            return nil
        }
        return Secret(text)
    }

    /// The file's path and text; a mistake is noted where there is none.
    private func file(
        _ name: String,
        _ key: String,
        in table: inout SettingsTable
    ) -> (path: String, text: String)? {
        var candidates = [name.hasPrefix("/") ? name : settingsFolder + "/" + name]
        if let folder = environment["CREDENTIALS_DIRECTORY"], !name.hasPrefix("/") {
            candidates.insert(folder + "/" + name.replacing("/", with: "_"), at: 0)
        }
        for path in candidates { files.note(path) }
        for path in candidates where access(path, F_OK) == 0 {
            switch readRegularFile(path, limit: 64 << 10) {
            case .success(let contents) where contents.permissions & 0o004 == 0:
                return (path, String(decoding: contents.bytes, as: UTF8.self))
            case .success:
                table.mistake("\(key): \(path) can be read by everyone on this machine: chmod o= it", at: key)
                return nil
            case .failure(let problem):
                table.mistake("\(key): \(path) \(problem)", at: key)
                return nil
            }
        }
        table.mistake("\(key): there is no file \(candidates.joined(separator: " or "))", at: key)
        return nil
    }
}
