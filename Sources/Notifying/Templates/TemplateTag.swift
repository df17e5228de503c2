/// A tag of a template, with its place.
struct TemplateTag: Hashable, Sendable {
    /// What a tag does.
    enum Kind: Hashable, Sendable {
        /// `{{name}}`: writes a value.
        case value
        /// `{{{name}}}` or `{{&name}}`: writes a value as it is.
        case raw
        /// `{{#name}}`: begins what is written if there is a value, or for each of several.
        case section
        /// `{{^name}}`: begins what is written if there is none.
        case inverted
        /// `{{/name}}`: ends it.
        case end
        /// `{{! … }}`: says something to people.
        case comment
    }

    /// What it does.
    let kind: Kind
    /// All it holds but its sign and blanks: "title", "uppercased(name)".
    let content: String
    /// Counts from 1.
    let line: Int
    /// Counts from 1, in characters.
    let column: Int

    /// The functions around the name, the outermost first.
    var functions: [String] {
        content.split(separator: "(", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// What it names; empty where a function needs no name.
    var name: String {
        let inner = content.split(separator: "(", omittingEmptySubsequences: false).last ?? ""
        return String(inner.prefix { $0 != ")" })
    }
}

/// A mistake in a template, said to the person who wrote it.
struct TemplateMistake: Error, Hashable, Sendable {
    /// What is wrong, and what to do.
    let message: String
    /// Counts from 1.
    let line: Int
    /// Counts from 1, in characters.
    let column: Int
}
