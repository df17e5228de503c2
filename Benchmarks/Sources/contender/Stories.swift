import FoundationEssentials
import Glibc
import Matching

/// Grouping items by story, and what that costs as the window fills.
enum Stories {
    /// Groups items, writes `id TAB group` for each, and times the grouping alone.
    ///
    /// - Parameters:
    ///   - items: Lines of id, language and text; they have no times and are taken to come a second apart.
    ///   - out: The file to write.
    /// - Returns: The figures.
    /// - Throws: What the files do.
    static func group(items: String, into out: String) throws -> String {
        let lines = try Contender.lines(items).map {
            $0.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        }
        let texts = lines.map { String($0[2]) }
        var index = StoryIndex()
        var groups = [Int](repeating: 0, count: texts.count)
        let time = Contender.seconds {
            for (number, text) in texts.enumerated() {
                let moment = Date(timeIntervalSince1970: Double(number))
                groups[number] = index.place(title: text, at: moment).story
            }
        }
        let table = zip(lines, groups).map { "\($0[0])\t\($1)\n" }.joined()
        try Data(table.utf8).write(to: URL(filePath: out))
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        return
            "{\"story_s\":[\(time)],\"items\":\(texts.count),\"bytes\":\(bytes),\"held\":\(index.footprint)}"
    }

    /// Times made-up headlines while ten thousand, a hundred thousand and a million are in the window.
    static func growth() -> String {
        [10_000, 100_000, 1_000_000].map { size in
            var maker = HeadlineMaker(seed: 1)
            var index = StoryIndex()
            let pause = 72 * 3_600 / Double(size)
            var moment = 0.0
            func place(_ headlines: [String]) {
                for headline in headlines {
                    moment += pause
                    _ = index.place(title: headline, at: Date(timeIntervalSince1970: moment))
                }
            }
            let resident = Contender.residentMemory()
            for _ in 0..<(size / 10_000) { place(maker.headlines(10_000)) }
            let memory = Contender.residentMemory() - resident
            let measured = maker.headlines(20_000)
            let before = clock()
            place(measured)
            let time = Double(clock() - before) / Double(CLOCKS_PER_SEC)
            return """
                {"window":\(size),"items_per_s":\(Int(20_000 / time)),"us_per_item":\(time / 20_000 * 1e6),\
                "bytes_per_item":\(index.footprint / size),"resident_bytes_per_item":\(memory * 1_024 / size)}
                """
        }.joined(separator: "\n")
    }
}

/// Made-up headlines: stories of any size, told in changing words of a language whose words are rare and common as in
/// any other.
struct HeadlineMaker {
    private var state: UInt64
    private var told: [[String]] = []

    /// A maker whose headlines follow from its seed.
    init(seed: UInt64) { state = seed }

    /// Further headlines.
    mutating func headlines(_ count: Int) -> [String] { (0..<count).map { _ in headline() } }

    /// Half of all headlines open a story; the others tell one again, the youngest most often.
    private mutating func headline() -> String {
        if told.isEmpty || random(2) == 0 {
            told.append((0..<7).map { _ in word() })
            return told[told.count - 1].joined(separator: " ")
        }
        let back = min(told.count - 1, Int(pow(Double(told.count), fraction())) - 1)
        var words = told[told.count - 1 - back]
        for _ in 0..<3 { words[Int(random(7))] = word() }
        return words.joined(separator: " ")
    }

    /// The word of rank n has a part of about 1/n of all uses, of two hundred thousand.
    private mutating func word() -> String {
        let rank = UInt64(pow(200_000, fraction()))
        let letters = Array("bcdfghklmnprstvz")
        let vowels = Array("aeiou")
        var rest = (rank &+ 7) &* 0x9E37_79B9_7F4A_7C15 >> 24
        var word = ""
        for _ in 0..<4 {
            word.append(letters[Int(rest & 15)])
            word.append(vowels[Int(rest >> 4 & 15) % 5])
            rest >>= 8
        }
        return rank > 500 ? word.capitalized : word
    }

    private mutating func fraction() -> Double { Double(random(1 << 32)) / Double(1 << 32) }

    /// SplitMix64, below a bound.
    private mutating func random(_ bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return (value ^ value >> 31) % bound
    }
}
