import Glibc

/// Where secrets are read from: files, and the environment.
///
/// A file's name is looked up in systemd's credentials folder first, then beside the settings.
public struct SecretSource: Sendable {
    private let environment: [String: String]
    private let settingsFolder: String

    /// A source.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - settingsFolder: The folder of the settings file.
    public init(environment: [String: String], settingsFolder: String) {
        self.environment = environment
        self.settingsFolder = settingsFolder
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
        return form == key + "_env"
            ? fromEnvironment(text, form, in: &table)
            : fromFile(text, form, in: &table)
    }

    private func fromEnvironment(_ name: String, _ key: String, in table: inout SettingsTable) -> Secret? {
        guard let text = environment[name], !text.isEmpty else {
            table.mistake("\(key): the environment has no variable \(name)", at: key)
            return nil
        }
        return Secret(text)
    }

    private func fromFile(_ name: String, _ key: String, in table: inout SettingsTable) -> Secret? {
        var candidates = [name.hasPrefix("/") ? name : settingsFolder + "/" + name]
        if let folder = environment["CREDENTIALS_DIRECTORY"], !name.hasPrefix("/") {
            candidates.insert(folder + "/" + name, at: 0)
        }
        for path in candidates where access(path, F_OK) == 0 {
            switch read(path) {
            case .success(let secret):
                return secret
            case .failure(let problem):
                table.mistake("\(key): \(path) \(problem.text)", at: key)
                return nil
            }
        }
        table.mistake("\(key): there is no file \(candidates.joined(separator: " or "))", at: key)
        return nil
    }

    private struct Problem: Error {
        let text: String
    }

    private func read(_ path: String) -> Result<Secret, Problem> {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(Problem(text: "cannot be read: \(reason(errno))")) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            return .failure(Problem(text: "is not a file"))
        }
        guard facts.st_mode & 0o004 == 0 else {
            return .failure(Problem(text: "can be read by everyone on this machine: chmod o= it"))
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).first.map { $0.filter { !$0.isWhitespace } }
        guard let line, !line.isEmpty else { return .failure(Problem(text: "is empty")) }
        return .success(Secret(line))
    }
}
