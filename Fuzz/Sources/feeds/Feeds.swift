import Feeds

/// Reads whatever libFuzzer comes up with as a feed.
///
/// The first byte chooses the Content-Type, the rest is the document. Nothing may crash, and what comes out must be
/// what the reader promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    let type = contentTypes[Int(start.pointee) % contentTypes.count]
    guard let feed = try? parseFeed(bytes, url: "https://example.org/feed", contentType: type, itemLimit: 50)
    else {
        return 0
    }
    precondition(feed.items.count <= 50, "more items than asked for")
    precondition(identities(of: feed.items).count == feed.items.count, "an item without an identity")
    precondition(feed.schemaJSON().utf8.last == UInt8(ascii: "}"), "not encodable")
    var boilerplate = Boilerplate()
    boilerplate.learn(from: feed.items)
    for item in feed.items {
        for text in [item.title, item.summary, item.content] {
            guard let text else { continue }
            check(text)
            check(boilerplate.stripped(text))
        }
    }
    return 0
}

private let contentTypes: [String?] = [
    nil, "application/rss+xml; charset=windows-1251", "application/feed+json", "text/html",
    "text/xml; charset=utf-16",
    "text/xml; charset=shift_jis", "text/xml; charset=iso-2022-jp", "text/xml; charset=gb18030",
    "text/xml; charset=big5",
    "text/xml; charset=utf-7", "text/xml; charset=koi8-r", "text/xml; charset=euc-kr",
]

private func check(_ text: String) {
    for scalar in text.unicodeScalars {
        precondition(scalar == "\n" || scalar.value >= 0x20, "a control character in a text")
    }
}
