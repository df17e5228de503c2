import Feeds
import Glibc
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

    /// Headlines, and encodings that their publishers use, by the names iconv has for them.
    static let headlines: [(title: String, converters: [String])] = [
        ("Россия и Украина обменялись пленными", ["CP1251", "KOI8-U", "ISO-8859-5", "CP866"]),
        ("У Києві пролунали вибухи, працює ППО", ["CP1251", "KOI8-U"]),
        ("Правителството обяви нови мерки срещу инфлацията", ["CP1251"]),
        ("Влада Србије усвојила нови закон", ["CP1251"]),
        ("Außenminister fordert Waffenruhe für die Ukraine", ["CP1252"]),
        ("Guerre en Ukraine : l’armée française livre des missiles", ["CP1252"]),
        ("España envía ayuda a Ucrania tras el ataque", ["CP1252"]),
        ("Eleições: votação começa às 8h em São Paulo", ["CP1252"]),
        ("Försvarsmakten ökar beredskapen på Gotland", ["CP1252"]),
        ("Wojna w Ukrainie: zawieszenie broni coraz bliżej", ["CP1250", "ISO-8859-2"]),
        ("Vláda schválila příspěvek na bydlení", ["CP1250"]),
        ("A kormány új intézkedéseket jelentett be", ["CP1250", "ISO-8859-2"]),
        ("Erdoğan: Ateşkes için görüşmeler sürüyor", ["CP1254"]),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα", ["CP1253", "ISO-8859-7"]),
        ("ראש הממשלה נפגש עם שר החוץ האמריקני", ["CP1255"]),
        ("الرئيس الأوكراني يرحب بوقف إطلاق النار", ["CP1256"]),
        ("นายกรัฐมนตรีแถลงข่าวเรื่องเศรษฐกิจ", ["CP874"]),
        ("中国外交部发言人就乌克兰问题答记者问", ["GB18030"]),
        ("台灣總統與美國議員會面", ["BIG5"]),
        ("首相は記者会見で新しい政策を発表した", ["CP932", "EUC-JP", "ISO-2022-JP"]),
        ("대통령은 우크라이나 지원을 약속했다", ["EUC-KR"]),
    ]

    @Test(arguments: headlines)
    func `are guessed where nothing is said, and where a lie is`(
        _ title: String,
        _ converters: [String]
    ) throws {
        for converter in converters {
            let raw = try #require(encoded(title, converter))
            for declaration in ["", "<?xml version=\"1.0\" encoding=\"utf-8\"?>"] {
                let head = Array((declaration + "<rss><channel><title>").utf8)
                let bytes = head + raw + Array("</title></channel></rss>".utf8)
                let feed = try parseFeed(bytes, url: "", contentType: nil)
                #expect(feed.title == title, "\(converter)")
                #expect(feed.recovered.count == 1)
            }
        }
    }

    private func encoded(_ text: String, _ converter: String) -> [UInt8]? {
        let handle = iconv_open(converter, "UTF-8")
        defer { iconv_close(handle) }
        var source = text.utf8.map { CChar(bitPattern: $0) }
        var target = [CChar](repeating: 0, count: source.count * 4 + 16)
        let free = source.withUnsafeMutableBufferPointer { input in
            target.withUnsafeMutableBufferPointer { output -> Int? in
                var (from, left, to, room) = (
                    input.baseAddress, input.count, output.baseAddress, output.count
                )
                guard iconv(handle, &from, &left, &to, &room) != -1 else { return nil }
                iconv(handle, nil, nil, &to, &room)
                return room
            }
        }
        return free.map { target.dropLast($0).map { UInt8(bitPattern: $0) } }
    }
}
