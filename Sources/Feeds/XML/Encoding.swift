import Glibc

/// A document in UTF-8.
struct DecodedText {
    var bytes: [UInt8]
    /// The encoding it was in, by its IANA name.
    var encoding: String
    /// What was not as the document said, as a sentence.
    var repair: String?
}

/// Brings a document into UTF-8.
///
/// Candidates in order: byte order mark, HTTP, XML declaration, UTF-8. One that does not fit every byte makes
/// way for the next; in the end bytes are replaced.
func decode(_ bytes: [UInt8], contentType: String?) -> DecodedText {
    if let (label, length) = byteOrderMark(of: bytes) {
        return decode(Array(bytes[length...]), candidates: [label])
    }
    if let label = wideEncoding(of: bytes) { return decode(bytes, candidates: [label]) }
    let header = contentType.flatMap(charset(ofContentType:))
    let declared = declaredEncoding(of: bytes)
    let labels = [header, declared].compactMap { $0 }
    let known = labels.compactMap(EncodingLabel.init).filter(\.isByteWise)
    var text = decode(bytes, candidates: known)
    if text.repair == nil, let unknown = labels.first, EncodingLabel(unknown) == nil {
        text.repair = "the encoding \"\(unknown.prefix(40))\" is not known; read as \(text.encoding)"
    }
    return text
}

private func decode(_ bytes: [UInt8], candidates: [EncodingLabel]) -> DecodedText {
    let survey = UTF8Survey(of: bytes)
    // Text in another encoding does not look like UTF-8 by chance; labels are often wrong.
    let mayBeUTF8 = survey.isValid && candidates.first?.isByteWise != false
    if mayBeUTF8, survey.sequences == 0, EncodingGuess.isISO2022JP(bytes),
        let label = EncodingLabel("iso-2022-jp"),
        let converted = convert(bytes, from: label, isStrict: true)
    {
        let repair = candidates.first == label ? nil : "not labelled; read as \(label.name)"
        return DecodedText(bytes: converted, encoding: label.name, repair: repair)
    }
    if mayBeUTF8, survey.sequences > 2 || candidates.isEmpty || candidates.first == .utf8 {
        let isAsLabelled = candidates.isEmpty || candidates.first == .utf8
        let repair = isAsLabelled ? nil : "labelled \(candidates[0].name) but written in utf-8"
        return DecodedText(bytes: bytes, encoding: "utf-8", repair: repair)
    }
    for (place, candidate) in candidates.enumerated() where candidate != .utf8 {
        guard let converted = convert(bytes, from: candidate, isStrict: true) else { continue }
        let repair = place == 0 ? nil : "not in \(candidates[0].name) as labelled; read as \(candidate.name)"
        return DecodedText(bytes: converted, encoding: candidate.name, repair: repair)
    }
    if let wide = candidates.first, !wide.isByteWise {
        let converted = convert(bytes, from: wide, isStrict: false) ?? []
        return DecodedText(
            bytes: converted,
            encoding: wide.name,
            repair: "bytes outside \(wide.name) were replaced"
        )
    }
    return lastResort(bytes, survey: survey, candidates: candidates)
}

private func lastResort(
    _ bytes: [UInt8],
    survey: UTF8Survey,
    candidates: [EncodingLabel]
) -> DecodedText {
    if survey.isValid { return DecodedText(bytes: bytes, encoding: "utf-8") }
    if survey.sequences > survey.errors {
        return DecodedText(
            bytes: Array(String(decoding: bytes, as: UTF8.self).utf8),
            encoding: "utf-8",
            repair: "bytes that are not utf-8 were replaced"
        )
    }
    if let candidate = candidates.first(where: { $0 != .utf8 && $0 != .windows1252 }),
        let converted = convert(bytes, from: candidate, isStrict: false)
    {
        let repair = "bytes outside \(candidate.name) were replaced"
        return DecodedText(bytes: converted, encoding: candidate.name, repair: repair)
    }
    if let guess = EncodingGuess.best(for: bytes), let converted = convert(bytes, from: guess, isStrict: true)
    {
        let repair = "not in utf-8; looks like \(guess.name)"
        return DecodedText(bytes: converted, encoding: guess.name, repair: repair)
    }
    var latin: [UInt8] = []
    latin.reserveCapacity(bytes.count + bytes.count / 4)
    for byte in bytes {
        if byte < 0x80 { latin.append(byte) } else { latin.append(scalar: referredScalar(UInt32(byte))) }
    }
    return DecodedText(bytes: latin, encoding: "windows-1252", repair: "not in utf-8; read as windows-1252")
}

extension EncodingLabel {
    /// Whether ASCII bytes mean ASCII: a document whose declaration could be read is in such an encoding.
    fileprivate var isByteWise: Bool { !name.hasPrefix("utf-16") && !name.hasPrefix("utf-32") }
}

private func byteOrderMark(of bytes: [UInt8]) -> (EncodingLabel, Int)? {
    let marks: [([UInt8], String)] = [
        ([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFF, 0xFE, 0, 0], "utf-32le"), ([0, 0, 0xFE, 0xFF], "utf-32be"),
        ([0xFF, 0xFE], "utf-16le"), ([0xFE, 0xFF], "utf-16be"),
    ]
    for (mark, name) in marks where bytes.starts(with: mark) {
        return EncodingLabel(name).map { ($0, mark.count) }
    }
    return nil
}

/// UTF-16 and UTF-32 without a mark, by the zeros around the first "<" or "{".
private func wideEncoding(of bytes: [UInt8]) -> EncodingLabel? {
    guard bytes.count >= 4 else { return nil }
    let zeros = bytes[..<4].map { $0 == 0 }
    return switch zeros {
    case [false, true, true, true]: EncodingLabel("utf-32le")
    case [true, true, true, false]: EncodingLabel("utf-32be")
    case [false, true, false, true]: EncodingLabel("utf-16le")
    case [true, false, true, false]: EncodingLabel("utf-16be")
    default: nil
    }
}

/// The charset parameter of a Content-Type.
private func charset(ofContentType type: String) -> String? {
    for parameter in type.split(separator: ";").dropFirst() {
        let parts = parameter.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, String(parts[0]).trimmedOrNil?.asciiLowered == "charset" else { continue }
        let value = parts[1].filter { $0 != "\"" && $0 != "'" }
        return String(value).trimmedOrNil
    }
    return nil
}

/// The encoding an XML declaration names, even where junk stands before it.
private func declaredEncoding(of bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { all in
        let head = all.part(0, min(all.count, 4096))
        guard let start = head.find("<?xml", from: 0), let end = head.find("?>", from: start),
            let name = head.find("encoding", from: start), name < end
        else { return nil }
        let value = head.part(name + 8, end).drop { $0.isSpace || $0 == UInt8(ascii: "=") }
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return nil
        }
        return String(decoding: value.dropFirst().prefix { $0 != quote }, as: UTF8.self)
    }
}

/// How far a document is UTF-8.
struct UTF8Survey {
    /// Valid sequences of more than one byte.
    private(set) var sequences = 0
    private(set) var errors = 0

    var isValid: Bool { errors == 0 }

    init(of bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { input in
            var at = 0
            while at &+ 8 <= input.count {
                let word = ByteWord(input, at: at)
                if word.isASCII {
                    at = Self.endOfASCII(in: input, from: at &+ 8)
                } else if word.isFourOfTwo {
                    sequences &+= 4
                    at &+= 8
                } else {
                    // A mixed word: character by character until it is behind us.
                    let end = at &+ 8
                    while at < end { take(input, &at) }
                }
            }
            while at < input.count { take(input, &at) }
        }
    }

    /// Goes over one character, or one byte that is none.
    @inline(__always)
    private mutating func take(_ input: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
        let byte = input[at]
        if byte < 0x80 {
            at &+= 1
        } else if byte &- 0xC2 < 0x1E, at &+ 1 < input.count, input[at &+ 1] & 0xC0 == 0x80 {
            sequences &+= 1
            at &+= 2
        } else {
            let length = Self.sequenceLength(in: input, at: at)
            if length > 0 { sequences &+= 1 } else { errors &+= 1 }
            at &+= max(length, 1)
        }
    }

    /// Thirty-two bytes at a time; what is left is the caller's.
    private static func endOfASCII(in input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        while at &+ 32 <= input.count, ByteWord.areASCII(input, at: at) { at &+= 32 }
        return at
    }

    private static func sequenceLength(in input: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let lead = input[start]
        let second: ClosedRange<UInt8>
        let length: Int
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard start + length <= input.count, second.contains(input[start + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where input[start + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}

/// Converts with iconv.
///
/// Ownership: the converter lives for the length of the call; both buffers are only lent to it.
///
/// - Parameters:
///   - bytes: The text in its encoding.
///   - label: The encoding.
///   - isStrict: Whether a byte that does not fit ends the attempt; otherwise U+FFFD takes its place.
/// - Returns: The text in UTF-8; nil where it does not fit.
func convert(_ bytes: [UInt8], from label: EncodingLabel, isStrict: Bool) -> [UInt8]? {
    let converter = iconv_open("UTF-8", label.converter)
    guard converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var source = bytes
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    let fits = source.withUnsafeMutableBytes { input in
        var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        while left > 0 {
            let problem = convertChunk(converter, &from, &left, into: &result)
            if problem == 0 || problem == E2BIG { continue }
            if problem == EINVAL { return true }
            if isStrict { return false }
            result.append(scalar: 0xFFFD)
            let skipped = min(left, label.isByteWise ? 1 : 2)
            from = from.map { $0 + skipped }
            left -= skipped
        }
        return true
    }
    return fits ? result : nil
}

/// Converts up to 64 KiB; gives back errno, or 0.
private func convertChunk(
    _ converter: iconv_t?,
    _ from: inout UnsafeMutablePointer<CChar>?,
    _ left: inout Int,
    into result: inout [UInt8]
) -> Int32 {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: min(left * 4 + 16, 65_536)) { room in
        var to = room.baseAddress
        var free = room.count
        let code = iconv(converter, &from, &left, &to, &free)
        let problem = code == -1 ? errno : 0
        room.prefix(room.count - free).withMemoryRebound(to: UInt8.self) { result.append(contentsOf: $0) }
        return problem
    }
}
