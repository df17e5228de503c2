/// The names that stand in dates.
enum DateNames {
    /// Minutes east of Greenwich.
    static let zones: [String: Int] = [
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "met": 60, "mez": 60,
        "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "trt": 180,
        "gst": 240, "pkt": 300, "ist": 330, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480,
        "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "acst": 570, "acdt": 630, "nzst": 720, "nzdt": 780,
        "sast": 120, "cat": 120, "eat": 180, "wat": 60, "brt": -180, "art": -180, "nst": -210, "ndt": -150,
        "ast": -240, "adt": -180, "et": -300, "est": -300, "edt": -240, "ct": -360, "cst": -360, "cdt": -300,
        "mt": -420, "mst": -420, "mdt": -360, "pt": -480, "pst": -480, "pdt": -420, "akst": -540,
        "akdt": -480, "hst": -600,
    ]

    /// The month whose name this is or begins; in English and some neighbours.
    static func month(_ name: String) -> Int? {
        var name = name
        return name.withUTF8 { bytes in
            for length in 3...8 where length <= bytes.count {
                if let month = beginnings[bytes.part(0, length).nameHash] { return month }
            }
            return nil
        }
    }

    private static let beginnings: [UInt64: Int] = {
        var table: [UInt64: Int] = [:]
        for (names, month) in months {
            for name in names { table[Array(name.utf8).withUnsafeBufferPointer(\.nameHash)] = month }
        }
        return table
    }()

    private static let months: [([String], Int)] = [
        (["jan", "янв", "січ", "ιαν", "ene", "gen", "ian", "sty", "oca"], 1),
        (["feb", "fev", "fév", "фев", "лют", "φεβ", "lut", "şub"], 2),
        (["mar", "mär", "mrz", "maa", "mrt", "már", "мар", "бер", "μαρ", "μάρ"], 3),
        (["apr", "avr", "abr", "ápr", "апр", "кві", "απρ", "kwi", "nis"], 4),
        (["may", "mai", "mei", "mag", "máj", "maj", "мая", "май", "тра", "μαι", "μάι", "μαϊ"], 5),
        (["jun", "juin", "giu", "jún", "июн", "чер", "iun", "cze", "haz", "ιουν", "ιούν"], 6),
        (["jul", "juil", "lug", "júl", "июл", "лип", "iul", "lip", "tem", "ιουλ", "ιούλ"], 7),
        (["aug", "aoû", "aou", "ago", "авг", "сер", "sie", "ağu", "αυγ", "αύγ"], 8),
        (["sep", "set", "sze", "сен", "вер", "wrz", "eyl", "σεπ"], 9),
        (["oct", "okt", "out", "ott", "окт", "жов", "paź", "eki", "οκτ"], 10),
        (["nov", "ноя", "лис", "noi", "lis", "kas", "νοε", "νοέ"], 11),
        (["dec", "dez", "déc", "dic", "дек", "гру", "gru", "ara", "δεκ"], 12),
    ]
}
