import FoundationEssentials

/// What a request's body keeps to that a template writes.
struct BodyForm: Hashable, Sendable {
    /// The content type of the request.
    var type = "application/json"
    /// The markup that texts in it are read as.
    var markup = Markup.plain
    /// How many bytes it may have.
    let limit: Int
    /// Whether it must be an object, of which the service reads the members.
    var isObject = true

    /// How values are written in it.
    var contentType: ContentType { ContentType(markup, isJSON: isJSON) }

    /// Why a body cannot be sent, in words that follow "what the template writes"; nil where it can.
    func objection(to body: [UInt8]) -> String? {
        guard !body.isEmpty else { return "is empty" }
        guard isJSON else { return nil }
        guard let value = try? JSONDecoder().decode(AnyJSON.self, from: Data(body)) else {
            return "is no JSON" + (JSONFault(in: body).map { ": in its \($0)" } ?? "")
        }
        return value == .object || !isObject ? nil : "is no object of JSON with members in it"
    }

    private var isJSON: Bool { type.prefix { $0 != ";" }.lowercased().hasSuffix("json") }
}

extension BodyForm {
    /// The form of a content type, in the settings' words; nil where no markup is known for it.
    init?(type: String, limit: Int) {
        let name = type.prefix { $0 != ";" }.lowercased()
        let isLine = type.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        guard name.contains("/"), !name.contains(" "), isLine else { return nil }
        switch name {
        case _ where name.hasSuffix("json"): markup = .plain
        case _ where name.hasSuffix("xml"), "text/html": markup = .html
        case "application/x-www-form-urlencoded": markup = .form
        case "text/plain": markup = .plain
        default: return nil
        }
        self.type = type
        self.limit = limit
        isObject = false
    }
}

/// Any JSON that is well formed.
private enum AnyJSON: Decodable {
    case object
    case other

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let members = try? decoder.container(keyedBy: Key.self)
        self = members?.allKeys.isEmpty == false ? .object : .other
    }
}
