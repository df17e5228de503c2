import Feeds
import Testing

@Suite struct `Encodings` {
    struct Row: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let contentType: String?
        let title: String
        let encoding: String
        let because: String
        var testDescription: String { because }

        init(
            _ title: String,
            _ encoding: String,
            declared: String? = nil,
            http: String? = nil,
            _ raw: [UInt8],
            _ because: String
        ) {
            let declaration = declared.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>" } ?? ""
            let head = Array((declaration + "<rss><channel><title>").utf8)
            bytes = head + raw + Array("</title></channel></rss>".utf8)
            contentType = http.map { "application/rss+xml; charset=\"\($0)\"" }
            self.title = title
            self.encoding = encoding
            self.because = because
        }
    }

    static let rows = [
        Row("é", "utf-8", Array("é".utf8), "nothing said is UTF-8"),
        Row("é", "windows-1252", declared: "ISO-8859-1", [0xE9], "the declaration"),
        Row("Мир", "windows-1251", http: "windows-1251", [0xCC, 0xE8, 0xF0], "HTTP"),
        Row(
            "Мир",
            "windows-1251",
            declared: "koi8-r",
            http: "windows-1251",
            [0xCC, 0xE8, 0xF0],
            "HTTP goes first"
        ),
        Row("Мир", "koi8-r", declared: "KOI8-R", [0xED, 0xC9, 0xD2], "Russian mail"),
        Row("日本", "shift_jis", declared: "Shift_JIS", [0x93, 0xFA, 0x96, 0x7B], "Japanese"),
        Row("“é", "windows-1252", declared: "utf-8", [0x93, 0xE9], "the declaration lies"),
        Row("Мирный", "utf-8", declared: "windows-1251", Array("Мирный".utf8), "UTF-8 is no accident"),
        Row("x", "utf-8", declared: "bogus-42", [0x78], "unknown encoding"),
        Row("+AEA-", "utf-8", declared: "utf-7", Array("+AEA-".utf8), "UTF-7 is not spoken here"),
        Row(
            "Мирный \u{FFFD}план",
            "utf-8",
            Array("Мирный ".utf8) + [0xD0] + Array("план".utf8),
            "one bad byte"
        ),
    ]

    @Test(arguments: rows)
    func `are found`(_ row: Row) throws {
        let feed = try parseFeed(row.bytes, url: "", contentType: row.contentType)
        #expect(feed.title == row.title)
        #expect(feed.encoding == row.encoding)
    }

    @Test func `of two bytes are told by mark or zeros`() throws {
        let text = "<rss><channel><title>Мир</title></channel></rss>"
        let units = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xFF, 0xFE] + units, units] {
            let feed = try parseFeed(bytes, url: "", contentType: nil)
            #expect(feed.title == "Мир")
            #expect(feed.encoding == "utf-16le")
        }
        let marked = try parseFeed(
            [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            url: "",
            contentType: "text/xml; charset=koi8-r"
        )
        #expect(marked.title == "Мир")
    }

    @Test func `that do not fit are reported`() throws {
        let bytes = Array("<?xml version=\"1.0\" encoding=\"bogus-42\"?><rss><channel/></rss>".utf8)
        let feed = try parseFeed(bytes, url: "", contentType: nil)
        #expect(feed.recovered == ["the encoding \"bogus-42\" is not known; read as utf-8"])
    }
}
