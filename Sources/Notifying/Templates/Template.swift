import Mustache

/// A text with tags that stand for what there is to say, written by the people who run tocsin.
struct Template: Sendable {
    /// Its tags, in their order.
    let tags: [TemplateTag]
    private let template: MustacheTemplate

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - text: The template.
    ///   - contentType: How values are written.
    /// - Throws: The first mistake.
    init(_ text: String, _ contentType: ContentType) throws(TemplateMistake) {
        tags = try TemplateScanner.tags(of: text)
        do {
            // The library reads past a single brace at the end.
            template = try MustacheTemplate(string: contentType.pragma + text + "\n")
        } catch let error as MustacheTemplate.ParserError {
            // The pragma is a line of its own.
            let (line, column) = (error.context.lineNumber - 1, error.context.columnNumber)
            throw TemplateMistake(message: "is no Mustache: \(error.error)", line: line, column: column)
        } catch {
            throw TemplateMistake(message: "is no Mustache: \(error)", line: 1, column: 1)
        }
    }

    /// Whether it has a section for each of several alerts.
    var takesSeveral: Bool {
        tags.contains { $0.kind == .section && $0.content == "alerts" }
    }

    /// The text for what there is to say, without blanks at its ends.
    func text(of parts: [String: TemplateValue]) -> String {
        let text = template.render(TemplateValue.parts(parts).plain)
        let start = text.drop(while: \.isWhitespace)
        return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
    }
}
