import Matching
import Notifying

/// The lists that a command was asked to use.
enum ChosenLists {
    /// Why there are none, as the command says it.
    struct Refusal: Error {
        let output: Output
    }

    /// Reads the lists of a folder and keeps those that are named; none named means all.
    static func read(_ names: [String], in folder: String) -> Result<[Watch], Refusal> {
        let loaded = LoadedLists(folder: folder, channels: nil)
        guard loaded.mistakes.isEmpty else {
            let hint =
                loaded.watches.isEmpty && loaded.broken.isEmpty
                ? ["name the folder of your lists with --watchlists"] : []
            return .failure(Refusal(output: Output(complaints: loaded.mistakes + hint, status: .input)))
        }
        let unknown = names.filter { name in !loaded.watches.contains { $0.id == name } }
        guard unknown.isEmpty else {
            let known = loaded.watches.map(\.id).joined(separator: ", ")
            let sentence = "there is no list \(unknown.joined(separator: ", ")) in \(folder); known: \(known)"
            return .failure(Refusal(output: .refusal(sentence)))
        }
        return .success(loaded.watches.filter { names.isEmpty || names.contains($0.id) })
    }
}

/// A text of several lines for a terminal; see `visible(_:)`.
func visibleLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }.joined(
        separator: "\n"
    )
}
