import Glibc

/// The name of a list, or a pattern that stands for several: `*` for any letters, `?` for one.
struct ListPattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern, as somebody wrote it.
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var description: String { text }

    /// Whether it can only stand for one list, the one that is called so.
    var isName: Bool { !text.contains { "*?[".contains($0) } }

    /// Whether it stands for a list.
    func matches(_ list: String) -> Bool {
        text == list || fnmatch(text, list, 0) == 0
    }
}
