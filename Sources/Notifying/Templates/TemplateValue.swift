/// What a template can name: texts, answers, lists of them and things with parts.
///
/// Nothing in it is ever run or read as a template: a publisher's `{{title}}` is a text with braces.
indirect enum TemplateValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([TemplateValue])
    case parts([String: TemplateValue])

    /// The same as plain strings, dictionaries and arrays, which is all that the library ever sees.
    var plain: Any {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let values): values.map(\.plain)
        case .parts(let parts): parts.mapValues(\.plain)
        }
    }
}

extension TemplateValue: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }

    init(booleanLiteral value: Bool) { self = .flag(value) }
}
