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
    try opml(bytes, editedAt: subscription.tags) { folders, layout in
        var lines = [OutlineText.feed(subscription, declaring: !folders.declaresTocsin)]
        for tag in folders.newTags.reversed() {
            lines = [OutlineText.folderStart(tag)] + lines.map { layout.unit + $0 } + [OutlineText.folderEnd]
        }
        return lines
    }
}

/// Adds feeds to a list that a person keeps, all of them behind what it has: folders of the same name are not looked for.
///
/// - Parameters:
///   - bytes: The document, as it is on disk.
///   - subscriptions: The feeds.
/// - Returns: The document with the feeds.
/// - Throws: `OPMLError` where the document is no list, or cannot be edited without a guess at what it means.
public func opml(
    _ bytes: [UInt8],
    adding subscriptions: [OPML.Subscription]
) throws(OPMLError) -> [UInt8] {
    guard !subscriptions.isEmpty else { return bytes }
    return try opml(bytes, editedAt: []) { folders, layout in
        OutlineText.lines(of: subscriptions, unit: layout.unit, declaring: !folders.declaresTocsin)
    }
}

/// Puts lines into the innermost of some folders.
private func opml(
    _ bytes: [UInt8],
    editedAt tags: [String],
    _ lines: (OutlineFolders, OutlinePlace.Layout) -> [String]
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
            let folders = try OutlineFolders(in: input, root: root.offset, tags: tags)
            let layout = folders.innermost.layout(in: input)
            let block = lines(folders, layout).joined(separator: layout.lineBreak + layout.indent)
            let written = layout.before + block + layout.after
            var out = mark + input[..<layout.range.lowerBound]
            out += isUTF8 ? Array(written.utf8) : Array(written.asciiForXML.utf8)
            return out + input[layout.range.upperBound...]
        }
    }
    return try edited.get()
}

extension String {
    /// With a reference for each character beyond ASCII, which means the same in every encoding.
    fileprivate var asciiForXML: String {
        unicodeScalars.map { $0.isASCII ? String($0) : "&#\($0.value);" }.joined()
    }
}
