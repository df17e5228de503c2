/// Turns the elements of an XML feed into a feed, whatever mixture of formats they are.
struct FeedBuilder {
    /// What the children of an open element belong to.
    enum Scope {
        case document
        case feed
        case item
        case person
        /// The feed an Atom entry was taken from.
        case source
        case ignored
    }

    struct Frame {
        let scope: Scope
        let word: Word
        /// Whether the element has a base address of its own.
        let hasBase: Bool
    }

    var url: String
    var kind: FeedKind?
    var version = ""
    var frames: [Frame] = []
    /// The base addresses of the open elements that have their own, behind the document's.
    private var bases: [String]
    var capture: Capture?
    /// The text of the element being captured.
    private var buffer: [UInt8] = []
    /// The same, as long as it is one stretch of the document.
    private var lone: UnsafeBufferPointer<UInt8>?
    var person = PersonDraft()
    var feed = FeedDraft()
    var item = ItemDraft()
    /// Whether an entry is open.
    var isInItem = false
    var items: KeptItems
    /// Why the XML parser gave up, where it did.
    var stop: String?
    private var isCapped = false

    /// No text of one element is kept beyond this.
    static let textLimit = 4 << 20

    init(url: String, itemLimit: Int) {
        self.url = url
        bases = [url]
        items = KeptItems(limit: itemLimit)
    }

    var scope: Scope { frames.last?.scope ?? .document }
    var base: String { bases.last ?? url }
    var isAtom: Bool { kind == .atom }

    // MARK: - Events

    mutating func start(_ name: ElementName, local: UnsafePointer<UInt8>?, attributes: XMLAttributes) {
        if capture != nil {
            capture?.depth += 1
            writeTag(local, isEnd: false)
            return
        }
        let own = attributes.xml("base").flatMap { resolve($0, against: base) }
        if let own { bases.append(own) }
        let parent = scope
        frames.append(Frame(scope: childScope(of: name, in: parent), word: name.word, hasBase: own != nil))
        switch parent {
        case .document: startRoot(name, attributes: attributes)
        case .feed: startInFeed(name, attributes: attributes)
        case .item: startInItem(name, attributes: attributes)
        case .person: startInPerson(name)
        case .source: break
        case .ignored: break
        }
    }

    /// Takes up a text that stays where it is until `settleRun` is called.
    mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        if capture != nil, capture?.form != .xhtml, buffer.isEmpty, lone == nil, bytes.count <= Self.textLimit
        {
            lone = bytes
        } else {
            text(bytes)
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        settleRun()
        guard let capture else {
            if scope == .person { person.text.append(contentsOf: bytes) }
            return
        }
        guard buffer.count + bytes.count <= Self.textLimit else {
            isCapped = true
            return
        }
        if capture.form == .xhtml {
            writeEscaped(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    mutating func end(local: UnsafePointer<UInt8>?) {
        if let open = capture {
            if open.depth > 0 {
                capture?.depth -= 1
                writeTag(local, isEnd: true)
                return
            }
            capture = nil
            finish(open)
            lone = nil
            if !buffer.isEmpty { buffer.removeAll(keepingCapacity: buffer.capacity < 1 << 16) }
        }
        guard let frame = frames.popLast() else { return }
        if frame.hasBase { bases.removeLast() }
        if frame.scope == .person { endPerson(frame) }
        if frame.scope == .item, scope == .feed { endItem() }
    }

    private mutating func endItem() {
        guard isInItem else { return }
        items.append(item.finish())
        isInItem = false
    }

    // MARK: - The text of an element

    mutating func capture(_ name: ElementName, form: Capture.Form) {
        capture = Capture(name, form: form)
        lone = nil
        if !buffer.isEmpty { buffer.removeAll(keepingCapacity: true) }
    }

    /// What was captured, as a reader would see it.
    func text(of done: Capture) -> String? {
        lone.map { done.plain($0) } ?? buffer.withUnsafeBufferPointer { done.plain($0) }
    }

    /// Copies the text that was taken up, where its element is still open.
    mutating func settleRun() {
        guard let run = lone else { return }
        lone = nil
        buffer.append(contentsOf: run)
    }

    // MARK: - Markup inside a text

    private mutating func writeTag(_ local: UnsafePointer<UInt8>?, isEnd: Bool) {
        settleRun()
        guard let local, capture?.form != .plain, buffer.count < Self.textLimit else { return }
        buffer.append(UInt8(ascii: "<"))
        if isEnd { buffer.append(UInt8(ascii: "/")) }
        var at = local
        while at.pointee != 0 {
            buffer.append(at.pointee)
            at += 1
        }
        buffer.append(UInt8(ascii: ">"))
    }

    private mutating func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): buffer.append("&amp;")
            case UInt8(ascii: "<"): buffer.append("&lt;")
            default: buffer.append(byte)
            }
        }
    }

    // MARK: - The end

    /// The feed; nil where no root was seen.
    var finished: ParsedFeed? {
        guard let kind else { return nil }
        var result = ParsedFeed(kind: kind, version: version)
        feed.copy(into: &result)
        result.items = items.newest
        if kind == .atom {
            for index in result.items.indices where result.items[index].authors.isEmpty {
                result.items[index].authors = feed.authors
            }
        }
        if let loss = items.loss {
            result.recovered.append(loss)
            result.isComplete = false
        }
        if isCapped { result.recovered.append("texts longer than \(Self.textLimit >> 20) MiB were cut") }
        return result
    }
}
