/// A character encoding that feeds may be written in.
///
/// The list is closed: iconv knows many more, among them UTF-7, which smuggles markup past any check.
struct EncodingLabel: Hashable, Sendable {
    /// The name IANA has for it, in small letters.
    let name: String
    /// What iconv calls it.
    let converter: String

    static let utf8 = EncodingLabel(name: "utf-8", converter: "UTF-8")
    static let windows1252 = EncodingLabel(name: "windows-1252", converter: "CP1252")

    private init(name: String, converter: String) {
        self.name = name
        self.converter = converter
    }

    /// The encoding a label means, as browsers read it (encoding.spec.whatwg.org): "latin1" is windows-1252.
    init?(_ label: String) {
        guard let key = label.trimmedOrNil?.asciiLowered, let found = Self.table[key] else { return nil }
        self = found
    }

    private static let table: [String: EncodingLabel] = {
        var table: [String: EncodingLabel] = [:]
        for (name, converter, labels) in families {
            let label = EncodingLabel(name: name, converter: converter)
            table[name] = label
            for other in labels.split(separator: " ") { table[String(other)] = label }
        }
        for part in [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16] {
            let label = EncodingLabel(name: "iso-8859-\(part)", converter: "ISO-8859-\(part)")
            for spelling in ["iso-8859-\(part)", "iso8859-\(part)", "iso_8859-\(part)", "iso8859\(part)"] {
                table[spelling] = label
            }
        }
        for page in [1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258] {
            let label = EncodingLabel(name: "windows-\(page)", converter: "CP\(page)")
            for spelling in ["windows-\(page)", "cp\(page)", "x-cp\(page)", "cp-\(page)", "win-\(page)"] {
                table[spelling] = label
            }
        }
        return table
    }()

    private static let families: [(String, String, String)] = [
        ("utf-8", "UTF-8", "utf8 unicode-1-1-utf-8 u8"),
        ("utf-16", "UTF-16", "utf16 unicode ucs-2 iso-10646-ucs-2 u16"),
        ("utf-16le", "UTF-16LE", "utf16le utf-16-le utf_16_le"),
        ("utf-16be", "UTF-16BE", "utf16be utf-16-be utf_16_be"),
        ("utf-32", "UTF-32", "utf32 ucs-4 iso-10646-ucs-4 u32"),
        ("utf-32le", "UTF-32LE", "utf32le utf-32-le utf_32_le"),
        ("utf-32be", "UTF-32BE", "utf32be utf-32-be utf_32_be"),
        (
            "windows-1252", "CP1252",
            """
            cp1252 x-cp1252 cp-1252 win-1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1 us-ascii \
            ascii ansi_x3.4-1968 iso-ir-100 ibm819 cp819 ansi
            """
        ),
        ("iso-8859-9", "CP1254", "iso8859-9 iso_8859-9 latin5 l5"),
        ("iso-8859-11", "CP874", "iso8859-11 tis-620 tis620 windows-874 cp874 dos-874"),
        ("iso-8859-2", "ISO-8859-2", "latin2 latin-2 l2"),
        ("koi8-r", "KOI8-R", "koi8 koi koi8r cskoi8r"),
        ("koi8-u", "KOI8-U", "koi8-ru koi8u"),
        ("ibm866", "CP866", "cp866 866 csibm866"),
        ("macintosh", "MACINTOSH", "mac x-mac-roman macroman"),
        ("x-mac-cyrillic", "MAC-CYRILLIC", "maccyrillic mac-cyrillic"),
        ("gb18030", "GB18030", "gb2312 gbk gb_2312-80 gb_2312 cp936 ms936 x-gbk chinese euc-cn gb-2312"),
        ("big5", "BIG5-HKSCS", "big5-hkscs big-5 cn-big5 x-x-big5 cp950"),
        ("shift_jis", "CP932", "shift-jis sjis x-sjis cp932 ms932 windows-31j ms_kanji shiftjis"),
        ("euc-jp", "EUC-JP", "eucjp x-euc-jp"),
        ("iso-2022-jp", "ISO-2022-JP", "csiso2022jp iso2022jp"),
        ("euc-kr", "CP949", "euckr ks_c_5601-1987 ksc5601 ks_c_5601 cp949 uhc windows-949 korean"),
    ]
}
