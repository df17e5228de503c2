/// What a tag means to somebody who wants only the words.
enum HTMLTag: Sendable {
    /// Ends a paragraph.
    case block
    /// Is left out together with what it holds.
    case dropped
    /// Vanishes.
    case inline

    /// The meaning of a tag, by the hash of its name in small letters; nil for names HTML does not have.
    static func named(_ hash: UInt64) -> HTMLTag? {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while let slot = slots[place] {
            if slot.hash == hash { return slot.tag }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Open addressing with room to spare: every tag of every text is looked up.
    private static let slots: [(hash: UInt64, tag: HTMLTag)?] = {
        var slots = [(hash: UInt64, tag: HTMLTag)?](repeating: nil, count: 1_024)
        for (hash, tag) in table {
            var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[place] != nil { place = (place + 1) & (slots.count - 1) }
            slots[place] = (hash, tag)
        }
        return slots
    }()

    private static let table: [UInt64: HTMLTag] = {
        var table: [UInt64: HTMLTag] = [:]
        for (names, tag) in [(blockNames, HTMLTag.block), (droppedNames, .dropped), (inlineNames, .inline)] {
            for name in names.split(separator: " ") {
                table[Array(name.utf8).withUnsafeBufferPointer(\.nameHash)] = tag
            }
        }
        return table
    }()

    private static let blockNames = """
        address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset \
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup \
        option p pre section select summary table tbody td tfoot th thead title tr ul
        """
    private static let droppedNames = "head iframe math noscript object script style svg template"
    private static let inlineNames = """
        a abbr acronym applet area audio b base basefont bdi bdo big button canvas cite code col colgroup data \
        datalist del dfn em embed font frame frameset i img input ins kbd label link map mark meta meter nobr \
        output param picture progress q rp rt ruby s samp slot small source span strike strong sub sup textarea \
        time track tt u var video wbr
        """
}
