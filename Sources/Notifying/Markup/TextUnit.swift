/// What a service counts a text's length in.
enum TextUnit: Sendable {
    /// Unicode scalars, which most services call characters.
    case scalars
    /// UTF-16 code units.
    case utf16
    /// Bytes of UTF-8.
    case bytes

    /// How long a text is.
    func length(of text: some StringProtocol) -> Int {
        switch self {
        case .scalars: text.unicodeScalars.count
        case .utf16: text.utf16.count
        case .bytes: text.utf8.count
        }
    }
}

extension String {
    /// The text, cut to a length with an ellipsis where it is longer.
    ///
    /// A character that people see as one, such as a flag or a letter with its accents, is never cut in two, unless it
    /// alone is longer than the limit.
    ///
    /// - Parameters:
    ///   - limit: How long it may be, the ellipsis included.
    ///   - unit: What length is counted in.
    /// - Returns: The text, at most `limit` long.
    func clamped(to limit: Int, _ unit: TextUnit = .scalars) -> String {
        // No text is longer in scalars or UTF-16 than in bytes.
        guard utf8.count > limit, unit.length(of: self) > limit else { return self }
        let mark = "…"
        let room = limit - unit.length(of: mark)
        guard room > 0 else { return "" }
        var kept = String(start(upTo: room, unit))
        if kept.isEmpty, let first { kept = String(first).scalars(upTo: room, unit) }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return kept + mark
    }

    /// The text, cut at its beginning to a length, with an ellipsis where something is missing.
    func clampedAtStart(to limit: Int, _ unit: TextUnit = .scalars) -> String {
        guard unit.length(of: self) > limit else { return self }
        return "…" + String(String(reversed()).start(upTo: limit - unit.length(of: "…"), unit).reversed())
    }

    private func start(upTo room: Int, _ unit: TextUnit) -> Substring {
        var used = 0
        return prefix { character in
            used += unit.length(of: String(character))
            return used <= room
        }
    }

    private func scalars(upTo room: Int, _ unit: TextUnit) -> String {
        var used = 0
        let kept = unicodeScalars.prefix { scalar in
            used += unit.length(of: String(scalar))
            return used <= room
        }
        return String(String.UnicodeScalarView(kept))
    }
}
