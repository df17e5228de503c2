import FoundationEssentials

/// What each item of a document is known by: its id, else its canonical address, else a hash of its title and
/// day.
///
/// Publishers that give all their items one id are common: ids that collide inside a document are widened by
/// the address, and where that collides, too, by the title. Exact duplicates are one item and share an identity.
///
/// - Parameter items: The items of one document.
/// - Returns: An identity for each, in the same order.
public func identities(of items: [ParsedItem]) -> [String] {
    var result = items.map(plainIdentity)
    for widen in [withAddress, withTitle] {
        var owner: [String: ParsedItem] = [:]
        var collisions: Set<String> = []
        for (identity, item) in zip(result, items) {
            if let other = owner[identity] {
                if !isDuplicate(item, other) { collisions.insert(identity) }
            } else {
                owner[identity] = item
            }
        }
        guard !collisions.isEmpty else { break }
        for index in items.indices where collisions.contains(result[index]) {
            result[index] = widen(result[index], items[index])
        }
    }
    return result
}

private func plainIdentity(_ item: ParsedItem) -> String {
    if let id = item.id?.trimmedOrNil { return id }
    if let link = item.link?.trimmedOrNil { return canonicalURL(link) }
    let words = item.title ?? item.summary ?? item.content ?? item.enclosures.first ?? ""
    let day = (item.published ?? item.updated).map { Int(($0.timeIntervalSince1970 / 86_400).rounded(.down)) }
    return "hash:" + hash(words + "\n" + (day.map { String($0) } ?? ""))
}

private func isDuplicate(_ one: ParsedItem, _ other: ParsedItem) -> Bool {
    guard one.id == other.id, one.link == other.link, one.title == other.title else { return false }
    // Notes without a headline are told apart by what they say.
    return one.title != nil || one.summary ?? one.content == other.summary ?? other.content
}

private func withAddress(_ identity: String, _ item: ParsedItem) -> String {
    item.link.map { identity + " " + canonicalURL($0) } ?? identity
}

private func withTitle(_ identity: String, _ item: ParsedItem) -> String {
    identity + " " + hash(item.title ?? item.summary ?? "")
}

private func hash(_ text: String) -> String {
    var text = text
    let digits = String(text.withUTF8(\.nameHash), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
