/// Adds one feed to a list that a person keeps.
///
/// Nothing else of the document changes by a byte. The feed becomes the last one of the folder that its first tag
/// names, and so on down its tags, or of the list; tags that no folder has become folders around it. It is indented as
/// its neighbours are. Whether the list has the feed already is not looked at.
///
/// - Parameters:
///   - bytes: The document, as it is on disk.
///   - subscription: The feed.
/// - Returns: The document with the feed.
/// - Throws: `OPMLError` where the document is no list, or cannot be edited without a guess at what it means.
public func opml(
    _ bytes: [UInt8],
    adding subscription: OPML.Subscription
) throws(OPMLError) -> [UInt8] {
    if let what = binaryKind(of: bytes) { throw .notAList(what: what) }
    let text = decode(bytes, contentType: nil)
    let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    let root = try sniffOPML(text.bytes)
    guard mark + text.bytes == bytes else { throw .otherEncoding(text.encoding) }
    guard !root.isBehindJunk else { throw .notEditable(line: 1, why: "something stands before the list") }
    let isUTF8 = text.encoding == EncodingLabel.utf8.name && text.repair == nil
    let edited: Result<[UInt8], OPMLError> = text.bytes.withUnsafeBufferPointer { input in
        Result { () throws(OPMLError) in
            let folders = try OutlineFolders(in: input, root: root.offset, tags: subscription.tags)
            return mark + folders.adding(subscription, to: input, asASCII: !isUTF8)
        }
    }
    return try edited.get()
}

extension OutlineFolders {
    /// The document with a feed in the innermost of these folders.
    fileprivate func adding(
        _ subscription: OPML.Subscription,
        to input: UnsafeBufferPointer<UInt8>,
        asASCII: Bool
    ) -> [UInt8] {
        let layout = innermost.layout(in: input)
        var lines = [OutlineText.feed(subscription, declaring: !declaresTocsin)]
        for tag in newTags.reversed() {
            lines = [OutlineText.folderStart(tag)] + lines.map { layout.unit + $0 } + [OutlineText.folderEnd]
        }
        let block = lines.joined(separator: layout.lineBreak + layout.indent)
        let written = layout.before + block + layout.after
        var out = Array(input[..<layout.range.lowerBound])
        out += asASCII ? Array(written.asciiForXML.utf8) : Array(written.utf8)
        return out + input[layout.range.upperBound...]
    }
}

extension String {
    /// With a reference for each character beyond ASCII, which means the same in every encoding.
    fileprivate var asciiForXML: String {
        unicodeScalars.map { $0.isASCII ? String($0) : "&#\($0.value);" }.joined()
    }
}
