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
        var seen: [UInt64: (count: Int, latest: Int)] = [:]
        for item in items where headlines.insert(item.title ?? "").inserted {
            for text in [item.summary, item.content] {
                // One item counts once, however often the line stands there.
                Self.forEachLine(of: text ?? "") { line, _ in
                    let before = seen[line] ?? (0, 0)
                    if before.latest != headlines.count { seen[line] = (before.count + 1, headlines.count) }
                }
            }
        }
        let needed = max(Self.headlines, (headlines.count + Self.share - 1) / Self.share)
        let found = seen.filter { $0.value.count >= needed && !lines.contains($0.key) }
        lines.formUnion(found.keys.sorted().prefix(max(0, Self.most - lines.count)))
    }

    /// A text without its boilerplate.
    ///
    /// - Parameter text: A plain text, with a line feed between its lines.
    /// - Returns: The other lines; the text itself where there is none.
    public func stripped(_ text: String) -> String {
        var gone: [Range<Int>] = []
        Self.forEachLine(of: text) { line, range in
            if lines.contains(line) || Self.universal.contains(line) { gone.append(range) }
        }
        guard !gone.isEmpty else { return text }
        var kept: [UInt8] = []
        var from = 0
        for range in gone {
            kept += text.utf8.dropFirst(from).prefix(range.lowerBound - from)
            from = range.upperBound + 1
        }
        kept += text.utf8.dropFirst(from)
        // What is left ends as the last kept line does.
        if from > text.utf8.count, kept.last == UInt8(ascii: "\n") { kept.removeLast() }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Hands over each line of a text that is short enough for boilerplate: its hash, and where it stands in UTF-8.
    private static func forEachLine(of text: String, _ take: (UInt64, Range<Int>) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while start <= bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if end > start, end - start <= longest {
                    let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
                    take(hash(of: line), start..<end)
                }
                start = end + 1
            }
        }
    }

    /// The hash of a line without regard to capitals and outer blanks.
    private static func hash(of line: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let empty: UInt64 = 0xCBF2_9CE4_8422_2325
        var hash = empty
        var blanks = 0
        for byte in line {
            if byte.isSpace {
                blanks += 1
                continue
            }
            if blanks > 0, hash != empty { hash = (hash ^ 0x20) &* 0x100_0000_01B3 }
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
        ].map { line in
            var line = line
            return line.withUTF8(hash)
        }
    )
}
