public import FoundationEssentials

/// A list of feeds as a document in OPML 2.0.
///
/// Read back it is the same list. Feeds stay in their order: a folder holds neighbours that share a tag, and begins
/// anew where another feed stands between them. No feed lies in more than 253 folders.
///
/// - Parameters:
///   - feeds: The feeds, each address once.
///   - title: What the list calls itself.
///   - created: When it is written.
/// - Returns: The document, indented, one outline a line.
public func opmlText(of feeds: [OPML.Subscription], title: String?, created: Date) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\""
    if feeds.contains(where: { $0.every != nil }) { text += OutlineText.namespace }
    text += ">\n  <head>\n"
    if let title = title?.oneLine { text += "    <title>\(title.escapedForXML)</title>\n" }
    text += "    <dateCreated>\(rfc822(created))</dateCreated>\n  </head>\n  <body>\n"
    for line in OutlineText.lines(of: feeds, unit: "  ") { text += "    \(line)\n" }
    return text + "  </body>\n</opml>\n"
}

/// The moment as RFC 822 writes it, with the four digits of the year that OPML 2.0 asks for.
private func rfc822(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday, .hour, .minute, .second],
        from: date
    )
    func padded(_ number: Int?, to length: Int = 2) -> String {
        let digits = String(number ?? 0)
        return String(repeating: "0", count: max(0, length - digits.utf8.count)) + digits
    }
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let weekday = weekdays[(parts.weekday ?? 1) - 1]
    let day = "\(padded(parts.day)) \(months[(parts.month ?? 1) - 1]) \(padded(parts.year, to: 4))"
    return "\(weekday), \(day) \(padded(parts.hour)):\(padded(parts.minute)):\(padded(parts.second)) GMT"
}

/// The tags of outlines, as they are written.
enum OutlineText {
    /// Folders below `opml` and `body` that the reader, too, goes down to.
    static let depthLimit = XMLCleaner.depthLimit - 3
    /// Declares the prefix of tocsin's own attribute.
    static let namespace = " xmlns:tocsin=\"urn:tocsin\""
    static let folderEnd = "</outline>"

    static func folderStart(_ tag: String) -> String { "<outline text=\"\(tag.escapedForXML)\">" }

    /// The outlines of feeds in their order, a line each, neighbours that share a tag in one folder.
    static func lines(of feeds: [OPML.Subscription], unit: String, declaring: Bool = false) -> [String] {
        var lines: [String] = []
        var open: [String] = []
        func add(_ line: String) {
            lines.append(String(repeating: unit, count: open.count) + line)
        }
        func close(to count: Int) {
            while open.count > count {
                open.removeLast()
                add(folderEnd)
            }
        }
        for feed in feeds {
            let folders = feed.tags.prefix(depthLimit)
            close(to: zip(open, folders).prefix { $0 == $1 }.count)
            for tag in folders.dropFirst(open.count) {
                add(folderStart(tag))
                open.append(tag)
            }
            add(self.feed(feed, declaring: declaring))
        }
        close(to: 0)
        return lines
    }

    static func feed(_ feed: OPML.Subscription, declaring: Bool = false) -> String {
        // OPML wants a text of every outline.
        let name = (feed.title ?? feed.url).escapedForXML
        var tag =
            "<outline type=\"rss\" text=\"\(name)\" title=\"\(name)\" xmlUrl=\"\(feed.url.escapedForXML)\""
        if let homepage = feed.homepage { tag += " htmlUrl=\"\(homepage.escapedForXML)\"" }
        if let every = feed.every {
            tag += "\(declaring ? namespace : "") tocsin:every=\"\(every.escapedForXML)\""
        }
        return tag + "/>"
    }
}

extension String {
    /// With references for what means something to XML.
    fileprivate var escapedForXML: String {
        var out: [UInt8] = []
        out.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "&"): out.append("&amp;")
            case UInt8(ascii: "<"): out.append("&lt;")
            case UInt8(ascii: ">"): out.append("&gt;")
            case UInt8(ascii: "\""): out.append("&quot;")
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
