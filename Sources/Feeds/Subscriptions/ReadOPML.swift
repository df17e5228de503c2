/// Reads a list of feeds.
///
/// Folders and categories become tags of the feeds below them. A list that is included is told of and never fetched;
/// like a feed, nothing outside the document is read. What is wrong with one feed costs that feed alone.
///
/// - Parameter bytes: The document, as received.
/// - Returns: The list, with what was left out of it.
/// - Throws: `OPMLError` where there is no list, or none that can be read safely.
public func readOPML(_ bytes: [UInt8]) throws(OPMLError) -> OPML {
    if let what = binaryKind(of: bytes) { throw .notAList(what: what) }
    let text = decode(bytes, contentType: nil)
    let root = try sniffOPML(text.bytes)
    var list = OPMLBuilder()
    var recovered = text.repair.map { [$0] } ?? []
    if root.isBehindJunk { recovered.append("what stood before the list was skipped") }
    let read: Result<OPML, OPMLError> = text.bytes.withUnsafeBufferPointer { input in
        Result { () throws(OPMLError) in
            var scanner = OutlineScanner(input: input, root: root.offset)
            while let piece = try scanner.next() { list.take(piece, from: &scanner) }
            recovered += scanner.repairs.sentences
            if !scanner.isWhole, !scanner.repairs.contains(.depth) {
                recovered.append("the document ends before the list is closed")
            }
            return list.finish(recovered: recovered)
        }
    }
    return try read.get()
}

/// Finds the root of a list, or says what is there instead.
func sniffOPML(_ bytes: [UInt8]) throws(OPMLError) -> (offset: Int, isBehindJunk: Bool) {
    guard let start = bytes.firstIndex(where: { !$0.isSpace && $0 != 0 }) else { throw .empty }
    let found: (offset: Int, isBehindJunk: Bool)? = bytes.withUnsafeBufferPointer { text in
        let root = endOfProlog(in: text, from: start)
        if text.hasOPMLRoot(at: root) { return (start, false) }
        guard htmlPageKind(text, from: start, root: root) == nil, !isFeedRoot(text, at: root) else {
            return nil
        }
        var from = root
        while let mark = text.find("<opml", from: from) {
            if text.hasOPMLRoot(at: mark) { return (mark, true) }
            from = mark + 1
        }
        return nil
    }
    if let found { return found }
    switch Result(catching: { () throws(FeedError) in try sniff(bytes, from: start) }) {
    case .success(.json): throw .notAList(what: "JSON")
    case .success(.xml): throw .notAList(what: "a feed")
    case .failure(let error): throw OPMLError(error)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func hasOPMLRoot(at mark: Int) -> Bool {
        guard has("<opml", at: mark), mark + 5 < count else { return false }
        return self[mark + 5].isSpace || self[mark + 5] == UInt8(ascii: ">")
            || self[mark + 5] == UInt8(ascii: "/")
    }
}
