/// What a tag means to somebody who wants only the words.
enum HTMLTag: Sendable {
    /// Ends a paragraph.
    case block
    /// Is left out together with what it holds.
    case dropped
    /// Vanishes.
    case inline

    /// The meaning of a tag, by its name in small letters; nil for names HTML does not have.
    static func named(_ name: UnsafeBufferPointer<UInt8>) -> HTMLTag? { table[name.nameHash] }

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
