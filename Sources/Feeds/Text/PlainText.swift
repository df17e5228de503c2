/// What a line feed in the source of a text means.
public enum LineBreaks: Sendable {
    /// A space, as in HTML.
    case space
    /// The end of a paragraph, as in text that people typed.
    case paragraph
}

/// The words of a piece of HTML.
///
/// Tags vanish, block elements end a paragraph, scripts and their like are left out. White space becomes one
/// space, the end of a paragraph one line feed. References are decoded, and once more where the text was
/// escaped twice.
///
/// - Parameters:
///   - html: The HTML, or plain text.
///   - lineBreaks: What a line feed in it means.
/// - Returns: The text, without white space at its ends.
public func plainText(html: String, lineBreaks: LineBreaks = .space) -> String {
    var html = html
    return html.withUTF8 { plainText(htmlBytes: $0, lineBreaks: lineBreaks) }
}

/// How much of the markup in a text is meant as markup.
enum Markup: Sendable {
    /// None: `<` and `&` stand for themselves.
    case none
    /// The tags HTML knows, none of which drops what it holds; for headlines.
    case titles
    /// Whatever looks like a tag.
    case all
}

func plainText(
    htmlBytes: UnsafeBufferPointer<UInt8>,
    lineBreaks: LineBreaks = .space,
    markup: Markup = .all
) -> String {
    // Most headlines, addresses and dates are their own plain text.
    if htmlBytes.isPlainText {
        return String(decoding: htmlBytes, as: UTF8.self)
    }
    var words = PlainTextWriter(input: htmlBytes, lineBreaks: lineBreaks, markup: markup)
    words.run()
    if markup == .all, words.isEscapedTwice {
        let once = words.output
        return once.withUnsafeBufferPointer { input in
            var again = PlainTextWriter(input: input, lineBreaks: .paragraph, markup: .all)
            again.run()
            return String(decoding: again.output, as: UTF8.self)
        }
    }
    return String(decoding: words.output, as: UTF8.self)
}
