/// Lines that a feed repeats below its headlines: "Advertisement", "Join us on Telegram".
///
/// They say nothing about an item and may not make it a hit. A line is known for good once it stood below enough
/// different headlines of one document, so that an item's text stays the same when its neighbours go.
public struct Boilerplate: Hashable, Sendable {
    /// Different headlines below which a line must stand.
    private static let headlines = 3
    /// The part of all headlines that this must be at least: one in four.
    private static let share = 4
    /// Longer lines are news, however often they stand there.
    private static let longest = 300
    /// Lines that are kept.
    private static let most = 256

    /// The known lines' hashes.
    public private(set) var lines: Set<UInt64>

    /// What is known of a feed.
    public init(_ lines: Set<UInt64> = []) {
        self.lines = lines
    }

    /// Takes up the lines that one document repeats.
    public mutating func learn(from items: [ParsedItem]) {
        var headlines: Set<String> = []
        var counts: [UInt64: Int] = [:]
        for item in items where headlines.insert(item.title ?? "").inserted {
            for line in Self.distinctLines(of: item) { counts[line, default: 0] += 1 }
        }
        let needed = max(Self.headlines, (headlines.count + Self.share - 1) / Self.share)
        let found = counts.filter { $0.value >= needed && !lines.contains($0.key) }
        lines.formUnion(found.keys.sorted().prefix(max(0, Self.most - lines.count)))
    }

    /// A text without its boilerplate.
    ///
    /// - Parameter text: A plain text, with a line feed between its lines.
    /// - Returns: The other lines; the text itself where there is none.
    public func stripped(_ text: String) -> String {
        var isClean = true
        var kept: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isBoilerplate(line) { isClean = false } else { kept.append(line) }
        }
        return isClean ? text : kept.joined(separator: "\n")
    }

    private func isBoilerplate(_ line: Substring) -> Bool {
        guard let hash = Self.hash(of: line) else { return false }
        return lines.contains(hash) || Self.universal.contains(hash)
    }

    private static func distinctLines(of item: ParsedItem) -> Set<UInt64> {
        var lines: Set<UInt64> = []
        for text in [item.summary, item.content] {
            guard let text else { continue }
            for line in text.split(separator: "\n") {
                if let hash = hash(of: line) { lines.insert(hash) }
            }
        }
        return lines
    }

    /// The hash of a line without regard to capitals and outer blanks; nil for one that is too long.
    private static func hash(of line: Substring) -> UInt64? {
        guard line.utf8.count <= longest else { return nil }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var blanks = 0
        for byte in line.utf8 {
            if byte.isSpace {
                blanks += 1
                continue
            }
            if blanks > 0, hash != 0xCBF2_9CE4_8422_2325 { hash = (hash ^ 0x20) &* 0x100_0000_01B3 }
            blanks = 0
            hash = (hash ^ UInt64(byte.lowered)) &* 0x100_0000_01B3
        }
        return hash
    }

    /// Lines that are never news, for documents too short to learn from.
    private static let universal = Set(
        [
            "Advertisement", "Advertisements", "Sponsored", "Read more", "Continue reading", "Comments",
            "JOIN US ON TELEGRAM", "Follow us on Telegram", "Subscribe to our newsletter",
            "Sign up for our newsletter",
            "Реклама", "Читать далее", "Читайте также", "Читайте також", "Подписывайтесь на наш Telegram",
            "Підписуйтесь на наш Telegram", "Anzeige", "Werbung", "Weiterlesen", "Mehr lesen", "Publicité",
            "Lire la suite", "Publicidad", "Leer más", "Seguir leyendo", "Reklama", "Czytaj więcej",
            "Czytaj dalej",
            "Reklam", "Devamını oku",
        ].compactMap { hash(of: $0[...]) }
    )
}
