/// What of a template can be written and is probably not meant.
///
/// Mustache writes nothing for a name that it does not know: a mistyped one would be missed only when it matters.
struct TemplateLint {
    private var warnings: [(tag: TemplateTag, text: String)] = []
    /// What names are looked up in, the innermost last.
    private var scopes: [TemplateValue]

    private static let functionsOfTexts = ["uppercased", "lowercased", "capitalized"]
    private static let functionsOfLists = ["count", "empty"]
    private static let functionsOfPlaces = ["first", "last", "index"]

    /// Looks at a template's tags.
    ///
    /// - Parameters:
    ///   - template: The template.
    ///   - complete: What there is to say where all of it is there.
    /// - Returns: A sentence for each tag that is odd, with its place: "3:14: …".
    static func warnings(about template: Template, complete: [String: TemplateValue]) -> [String] {
        var lint = TemplateLint(scopes: [.parts(complete)])
        for tag in template.tags { lint.look(at: tag) }
        return lint.warnings.map { "\($0.tag.line):\($0.tag.column): \($0.text)" }
    }

    private init(scopes: [TemplateValue]) {
        self.scopes = scopes
    }

    private mutating func look(at tag: TemplateTag) {
        let scope = scopes.last ?? .parts([:])
        switch tag.kind {
        case .comment: break
        case .end: scopes.removeLast()
        case .section:
            let value = value(of: tag)
            scopes.append(tag.functions.isEmpty ? value?.inside ?? scope : scope)
        case .inverted:
            _ = value(of: tag)
            scopes.append(scope)
        case .raw:
            let remedy = "write {{\(tag.content)}}"
            warn(tag, "\(tag.content) is written as the publisher wrote it, markup and all: \(remedy)")
            lookAtWritten(tag)
        case .value: lookAtWritten(tag)
        }
    }

    private mutating func lookAtWritten(_ tag: TemplateTag) {
        guard let value = value(of: tag), tag.functions.isEmpty else { return }
        switch value {
        case .text, .flag: break
        case .list: warn(tag, "\(tag.name) is a list: write {{#\(tag.name)}} … {{/\(tag.name)}}")
        case .parts: warn(tag, "\(tag.name) has parts: write the name of one of them")
        }
    }

    /// What a tag names, nil where nothing; a warning is noted where there is never anything.
    private mutating func value(of tag: TemplateTag) -> TemplateValue? {
        guard !tag.name.isEmpty else {
            check(tag.functions[0], among: Self.functionsOfPlaces, of: tag)
            return nil
        }
        guard tag.name != "." else { return scopes.last }
        var parts = tag.name.split(separator: ".").map(String.init)
        let first = parts.removeFirst()
        var value = scopes.reversed().lazy.compactMap { $0.part(first) }.first
        for part in parts { value = value?.part(part) }
        guard let value else {
            let near = nearest(to: tag.name, among: scopes.flatMap(\.names)).map { "did you mean \($0)?" }
            warn(tag, "there is no \(tag.name) here; \(near ?? "docs/templates.md names all there is")")
            return nil
        }
        let isList = if case .list = value { true } else { false }
        for function in tag.functions {
            check(function, among: isList ? Self.functionsOfLists : Self.functionsOfTexts, of: tag)
        }
        return value
    }

    private mutating func check(_ function: String, among known: [String], of tag: TemplateTag) {
        guard !known.contains(function) else { return }
        let words = known.map { $0 + "()" }.joined(separator: ", ")
        warn(tag, "there is no \(function)() here; known: \(words)")
    }

    private mutating func warn(_ tag: TemplateTag, _ text: String) {
        warnings.append((tag, text))
    }
}

extension TemplateValue {
    /// What names within a section of it are looked up in first; nil where nothing else than outside.
    fileprivate var inside: TemplateValue? {
        switch self {
        case .flag: nil
        case .list(let values): values.first
        case .text, .parts: self
        }
    }

    fileprivate var names: [String] {
        if case .parts(let parts) = self { parts.keys.sorted() } else { [] }
    }

    fileprivate func part(_ name: String) -> TemplateValue? {
        if case .parts(let parts) = self { parts[name] } else { nil }
    }
}
