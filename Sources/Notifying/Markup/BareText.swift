import News

extension Bulletin {
    /// The whole without any markup, as a client without formatting shows it.
    var plainText: String {
        ([heading].compactMap(\.self) + cards.map(\.plainText)).joined(separator: "\n\n")
    }
}

extension Card {
    fileprivate var plainText: String {
        var lines = ["\(label): \(headline)"]
        if let link { lines.append(link) }
        if !passage.isEmpty { lines.append(passage.map(\.text).joined()) }
        lines.append(facts)
        if let others = alsoReported({ $0.outlet }) { lines.append(others) }
        if !reason.isEmpty { lines.append("\(reason) · \(command)") }
        return lines.joined(separator: "\n")
    }
}
