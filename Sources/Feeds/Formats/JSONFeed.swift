import FoundationEssentials

/// Reads a JSON Feed (jsonfeed.org, 1.0 and 1.1).
func readJSONFeed(
    _ bytes: [UInt8],
    from start: Int,
    url: String,
    itemLimit: Int
) throws(FeedError) -> ParsedFeed {
    let document: JSONFeedDocument
    var repair: JSONRepair?
    do {
        document = try decode(bytes[start...])
    } catch {
        guard case .brokenJSON = error, let made = JSONRepair(bytes[start...]),
            let second = try? decode(made.bytes[...])
        else { throw error }
        (document, repair) = (second, made)
    }
    guard document.version?.contains("jsonfeed.org/version/") == true || document.items != nil else {
        throw .notAFeed(what: "JSON that is not JSON Feed")
    }
    var feed = document.feed(url: url, itemLimit: itemLimit)
    if repair?.isCut == true {
        feed.isComplete = false
        feed.recovered.append(XMLRepairs.cutSentence)
    }
    if repair?.hasControls == true { feed.recovered.append("control characters in texts became spaces") }
    return feed
}

private func decode(_ bytes: ArraySlice<UInt8>) throws(FeedError) -> JSONFeedDocument {
    do {
        return try JSONDecoder().decode(JSONFeedDocument.self, from: Data(bytes))
    } catch let error as DecodingError {
        throw feedError(for: error)
    } catch {
        throw .brokenJSON(message: "\(error)")
    }
}

private func feedError(for error: DecodingError) -> FeedError {
    guard case .dataCorrupted(let context) = error else {
        return .notAFeed(what: "JSON that is not JSON Feed")
    }
    let cause = context.underlyingError.map { "\($0)" } ?? context.debugDescription
    return .brokenJSON(message: cause.prefix(200).filter { $0 != "\n" })
}

/// The members of a JSON Feed that we read.
///
/// Whatever has the wrong type counts as absent.
private struct JSONFeedDocument: Decodable {
    let version: String?
    let title: String?
    let description: String?
    let homePage: String?
    let language: String?
    let authors: [String]
    let items: [JSONFeedItem]?

    private enum CodingKeys: String, CodingKey {
        case version, title, description
        case homePage = "home_page_url"
        case language, author, authors, items
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        version = members.text(.version)
        title = members.text(.title)
        description = members.text(.description)
        homePage = members.text(.homePage)
        language = members.text(.language)
        authors = members.names(.authors, .author)
        items = (try? members.decode([Lenient<JSONFeedItem>].self, forKey: .items))?.compactMap(\.value)
    }

    func feed(url: String, itemLimit: Int) -> ParsedFeed {
        let number = version?.split(separator: "/").last ?? ""
        var feed = ParsedFeed(kind: .json, version: number.hasPrefix("1.1") ? "json11" : "json1")
        feed.title = title.flatMap(plain)
        feed.description = description.flatMap(plain)
        feed.link = homePage.flatMap { resolve($0, against: url) }
        feed.language = language?.trimmedOrNil
        var kept = KeptItems(limit: itemLimit)
        for item in items ?? [] { kept.append(item.parsed(url: url, feedAuthors: authors)) }
        feed.items = kept.newest
        if let loss = kept.loss {
            feed.recovered.append(loss)
            feed.isComplete = false
        }
        return feed
    }
}

private struct JSONFeedItem: Decodable {
    var item = ParsedItem()
    private let address: String?
    private let external: String?
    private let attachments: [String]

    private enum CodingKeys: String, CodingKey {
        case id, url
        case external = "external_url"
        case title
        case html = "content_html"
        case text = "content_text"
        case summary
        case published = "date_published"
        case modified = "date_modified"
        case author, authors, tags, attachments, language
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        item.id = members.text(.id)?.trimmedOrNil
        item.title = members.text(.title).flatMap(plain)
        item.summary = members.text(.summary).flatMap(plain)
        let html = members.text(.html).map { plainText(html: $0) }
        item.content = (html?.isEmpty ?? true) ? members.text(.text).flatMap(plainParagraphs) : html
        item.authors = members.names(.authors, .author)
        item.categories =
            (try? members.decode([Lenient<String>].self, forKey: .tags))?.compactMap(\.value) ?? []
        item.language = members.text(.language)?.trimmedOrNil
        address = members.text(.url)
        external = members.text(.external)
        let files = try? members.decode([Lenient<Attachment>].self, forKey: .attachments)
        attachments = files?.compactMap { $0.value?.url } ?? []
        let published = members.text(.published)
        let modified = members.text(.modified)
        item.published = published.flatMap(feedDate)
        item.updated = modified.flatMap(feedDate)
        if item.published == nil, item.updated == nil {
            item.wrongDate = (published ?? modified).map { String($0.prefix(100)) }
        }
    }

    func parsed(url: String, feedAuthors: [String]) -> ParsedItem {
        var item = item
        item.link = (address?.trimmedOrNil ?? external).flatMap { resolve($0, against: url) }
        item.enclosures = attachments.compactMap { resolve($0, against: url) }
        if item.authors.isEmpty { item.authors = feedAuthors }
        return item
    }
}

private struct Attachment: Decodable {
    let url: String
}

private struct Author: Decodable {
    let name: String?
}

/// A value, or nil where something else stands.
private struct Lenient<Value: Decodable>: Decodable {
    let value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

extension KeyedDecodingContainer {
    /// A text; numbers count, as ids are often numbers.
    fileprivate func text(_ key: Key) -> String? {
        if let text = try? decode(String.self, forKey: key) { return text }
        if let number = try? decode(Int.self, forKey: key) { return String(number) }
        return (try? decode(Decimal.self, forKey: key)).map { "\($0)" }
    }

    fileprivate func names(_ list: Key, _ single: Key) -> [String] {
        if let authors = try? decode([Lenient<Author>].self, forKey: list) {
            let names = authors.compactMap { $0.value?.name?.trimmedOrNil }
            if !names.isEmpty { return names }
        }
        return (try? decode(Author.self, forKey: single))?.name?.trimmedOrNil.map { [$0] } ?? []
    }
}

private func plain(_ text: String) -> String? { collapsed(text, .space) }
private func plainParagraphs(_ text: String) -> String? { collapsed(text, .paragraph) }

private func collapsed(_ text: String, _ lineBreaks: LineBreaks) -> String? {
    var text = text
    let result = text.withUTF8 { plainText(htmlBytes: $0, lineBreaks: lineBreaks, markup: .none) }
    return result.isEmpty ? nil : result
}
