import Mustache

/// How the values of a template are written: for a markup, which may itself stand in the strings of JSON.
struct ContentType: Hashable, Sendable, MustacheContentType {
    /// The markup.
    let markup: Markup
    /// Whether the template writes JSON.
    let isJSON: Bool

    init(_ markup: Markup, isJSON: Bool = false) {
        self.markup = markup
        self.isJSON = isJSON
    }

    func escapeText(_ text: String) -> String {
        let text = markup.escaped(text)
        return isJSON ? Escaping.json(text) : text
    }

    /// The line that says so to the library, which without it writes HTML.
    var pragma: String {
        Self.registered
        return "{{% CONTENT_TYPE: \(name)}}\n"
    }

    private var name: String { markup.rawValue + (isJSON ? "-json" : "") }

    /// The library knows content types by names that hold for the whole process.
    private static let registered: Void = {
        for markup in Markup.allCases {
            for type in [ContentType(markup), ContentType(markup, isJSON: true)] {
                MustacheContentTypes.register(type, named: type.name)
            }
        }
    }()
}
