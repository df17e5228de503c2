/// Finds a template's tags, and what is wrong with them.
///
/// Only what passes here reaches the library: of its language, what takes up other templates or changes how values
/// are written is left out.
struct TemplateScanner {
    private static let deepest = 16

    private var rest: Substring
    private var line = 1
    private var column = 1

    /// The tags of a template, in their order.
    ///
    /// - Parameter text: The template.
    /// - Returns: The tags, sections properly closed.
    /// - Throws: The first mistake.
    static func tags(of text: String) throws(TemplateMistake) -> [TemplateTag] {
        var scanner = TemplateScanner(rest: text[...])
        var tags: [TemplateTag] = []
        var open: [TemplateTag] = []
        while let tag = try scanner.next() {
            tags.append(tag)
            switch tag.kind {
            case .section, .inverted:
                open.append(tag)
                guard open.count <= deepest else {
                    throw tag.mistake("sections may be nested \(deepest) deep, and this one is deeper")
                }
            case .end:
                guard let section = open.popLast() else {
                    throw tag.mistake("{{/\(tag.content)}} closes nothing")
                }
                guard section.content == tag.content else {
                    let wanted = "{{/\(section.content)}}, for the section of line \(section.line)"
                    throw tag.mistake("{{/\(tag.content)}} stands where \(wanted), must be")
                }
            case .value, .raw, .comment: break
            }
        }
        if let section = open.last {
            let remedy = "put {{/\(section.content)}} where it ends"
            throw section.mistake("the section \(section.content) is never closed: \(remedy)")
        }
        return tags
    }

    private mutating func next() throws(TemplateMistake) -> TemplateTag? {
        while !rest.isEmpty, !rest.hasPrefix("{{") { advance() }
        guard !rest.isEmpty else { return nil }
        let (line, column) = (line, column)
        advance(2)
        let kind = try kind(line, column)
        let content = try content(upTo: kind == .raw && rest.first == "{" ? "}}}" : "}}", kind, line, column)
        let tag = TemplateTag(kind: kind, content: content, line: line, column: column)
        guard kind == .comment || tag.isWellFormed else {
            throw tag.mistake(
                "{{\(content.prefix(40))}} is no tag: write a name such as {{title}}, in letters, digits and _"
            )
        }
        return tag
    }

    private func kind(_ line: Int, _ column: Int) throws(TemplateMistake) -> TemplateTag.Kind {
        func mistake(_ message: String) -> TemplateMistake {
            TemplateMistake(message: message, line: line, column: column)
        }
        switch rest.first {
        case "{", "&": return .raw
        case "#": return .section
        case "^": return .inverted
        case "/": return .end
        case "!": return .comment
        case ">", "<", "$":
            throw mistake("a template stands alone: {{\(rest.prefix(1)) … }} cannot take up another one")
        case "=": throw mistake("the braces of tags cannot be changed: leave {{= … }} out")
        case "%": throw mistake("how values are written follows from the channel: leave {{% … }} out")
        default: return .value
        }
    }

    /// What stands between the tag's sign and its closing braces, which are passed over.
    private mutating func content(
        upTo closing: String,
        _ kind: TemplateTag.Kind,
        _ line: Int,
        _ column: Int
    ) throws(TemplateMistake) -> String {
        if kind != .value { advance() }
        var content = ""
        while !rest.hasPrefix(closing) {
            guard let character = rest.first, kind == .comment || !character.isNewline else {
                throw TemplateMistake(
                    message: "the tag is never closed: \(closing) is missing",
                    line: line,
                    column: column
                )
            }
            content.append(character)
            advance()
        }
        advance(closing.count)
        return kind == .comment ? content : tidy(content)
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count {
            guard let character = rest.popFirst() else { return }
            (line, column) = character.isNewline ? (line + 1, 1) : (line, column + 1)
        }
    }
}

extension TemplateTag {
    fileprivate func mistake(_ message: String) -> TemplateMistake {
        TemplateMistake(message: message, line: line, column: column)
    }

    /// Whether it holds a name, with its parts parted by full stops, perhaps in the brackets of functions.
    fileprivate var isWellFormed: Bool {
        let opening = functions.map { $0 + "(" }.joined()
        let closing = String(repeating: ")", count: functions.count)
        guard content == opening + name + closing else { return false }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isNamed = name == "." || parts.allSatisfy { isWord($0) }
        return functions.allSatisfy { isWord($0) } && (isNamed || name.isEmpty && functions.count == 1)
    }

    private func isWord(_ text: some StringProtocol) -> Bool { text.isWord(1...60, also: "_") }
}
