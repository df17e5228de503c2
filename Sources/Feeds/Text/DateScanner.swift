/// Reads the parts of a date in whatever order they come.
struct DateScanner {
    private let input: UnsafeBufferPointer<UInt8>
    private var at = 0
    private(set) var fields = DateFields()

    init(input: UnsafeBufferPointer<UInt8>) { self.input = input }

    /// False where the text holds something no date holds.
    mutating func scan() -> Bool {
        while at < input.count {
            let byte = input[at]
            let isRead =
                if byte.isDigit {
                    number()
                } else if byte.isLetter || byte >= 0x80 {
                    word()
                } else if byte == UInt8(ascii: "(") {
                    comment()
                } else {
                    sign(byte)
                }
            guard isRead else { return false }
        }
        return true
    }

    private func byte(_ offset: Int = 0) -> UInt8 { at + offset < input.count ? input[at + offset] : 0 }

    /// Reads digits: their value and how many there were.
    private mutating func digits() -> (value: Int, length: Int) {
        var value = 0
        let start = at
        while byte().isDigit {
            if at - start < 15 { value = value * 10 + Int(byte() - 0x30) }
            at += 1
        }
        return (value, at - start)
    }

    /// Comments nest, and a backslash takes the next character as it is (RFC 5322 §3.2.2).
    private mutating func comment() -> Bool {
        var depth = 0
        repeat {
            switch byte() {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\\"): at += 1
            default: break
            }
            at += 1
        } while depth > 0 && at < input.count
        at = min(at, input.count)
        return true
    }

    /// A sign with digits after the time is a zone: "-0700", "+02:00", "+3".
    private mutating func sign(_ mark: UInt8) -> Bool {
        at += 1
        let isSign = mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-")
        guard isSign, fields.hour != nil, byte().isDigit else { return true }
        var (value, length) = digits()
        if byte() == UInt8(ascii: ":") {
            guard length <= 2, byte(1).isDigit else { return false }
            at += 1
            let minutes = digits()
            value = value * 100 + minutes.value
            length = 4
        }
        guard length <= 4 else { return mark == UInt8(ascii: "-") && setYear(value, length: length) }
        if length == 4, fields.year == nil, mark == UInt8(ascii: "-") { return setYear(value, length: 4) }
        let (hours, minutes) = length <= 2 ? (value, 0) : (value / 100, value % 100)
        guard minutes < 60 else { return false }
        fields.offset = (mark == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
        return true
    }

    private mutating func number() -> Bool {
        let (value, length) = digits()
        let next = byte()
        if next == UInt8(ascii: ":"), length <= 2, byte(1).isDigit { return time(hour: value) }
        let isDateMark = next == UInt8(ascii: "/") || next == UInt8(ascii: ".") || next == UInt8(ascii: "-")
        if isDateMark, byte(1).isDigit, fields.year == nil, fields.day == nil || fields.month == nil {
            return numericDate(first: value, length: length, mark: next)
        }
        return bare(value, length: length)
    }

    private mutating func bare(_ value: Int, length: Int) -> Bool {
        switch length {
        case 8 where fields.year == nil:
            (fields.year, fields.month, fields.day) = (value / 10_000, value / 100 % 100, value % 100)
        case 6 where fields.day != nil && fields.hour == nil:
            (fields.hour, fields.minute, fields.second) = (value / 10_000, value / 100 % 100, value % 100)
        case 4 where fields.day != nil && fields.year != nil && fields.hour == nil:
            (fields.hour, fields.minute) = (value / 100, value % 100)
        case 4 where fields.year == nil && fields.day == nil && fields.month == nil && at == input.count:
            (fields.year, fields.month, fields.day) = (value, 1, 1)
        case 1, 2:
            if fields.day == nil {
                fields.day = value
            } else if fields.year == nil {
                return setYear(value, length: length)
            } else if fields.hour == nil, at < input.count {
                fields.hour = value
            } else {
                return false
            }
        default:
            return fields.year == nil && setYear(value, length: length)
        }
        return true
    }

    private mutating func setYear(_ value: Int, length: Int) -> Bool {
        guard length == 4 || length == 2 else { return false }
        fields.year = length == 4 ? value : value < 70 ? 2000 + value : 1900 + value
        return true
    }

    /// "2006-09-15", "2006-09", "2006/09/15", "30.10.23", "09/15/2014", "26/06/2020", "15-09-2006".
    private mutating func numericDate(first: Int, length: Int, mark: UInt8) -> Bool {
        at += 1
        let second = digits()
        guard byte() == mark, byte(1).isDigit else {
            guard length == 4, mark == UInt8(ascii: "-") else { return false }
            (fields.year, fields.month, fields.day) = (first, second.value, 1)
            return true
        }
        at += 1
        let third = digits()
        if length == 4 {
            (fields.year, fields.month, fields.day) = (first, second.value, third.value)
            return true
        }
        let isAmerican = mark == UInt8(ascii: "/") && first <= 12
        fields.month = isAmerican ? first : second.value
        fields.day = isAmerican ? second.value : first
        return setYear(third.value, length: third.length)
    }

    private mutating func time(hour: Int) -> Bool {
        guard fields.hour == nil else { return false }
        at += 1
        fields.hour = hour
        fields.minute = digits().value
        guard byte() == UInt8(ascii: ":") else { return true }
        at += 1
        guard byte().isDigit else { return byte().isSpace || at == input.count }
        fields.second = digits().value
        if byte() == UInt8(ascii: ".") || byte() == UInt8(ascii: ","), byte(1).isDigit {
            at += 1
            _ = digits()
        }
        return true
    }

    private mutating func word() -> Bool {
        let start = at
        while byte().isLetter || byte() >= 0x80 { at += 1 }
        if byte() == UInt8(ascii: "/"), fields.hour != nil, let region = region(from: start) {
            fields.region = region
            return true
        }
        let name = String(decoding: input.part(start, at), as: UTF8.self).lowercased()
        if let isAfternoon = halfOfDay(name) {
            fields.isAfternoon = isAfternoon
        } else if fields.hour != nil, let offset = DateNames.zones[name] {
            fields.offset = offset
        } else if let month = DateNames.month(name) {
            // "mar., 01 déc.": a weekday can look like a month, so the last one counts.
            fields.month = month
        }
        return true
    }

    /// "America/Los_Angeles"; where it is no region, nothing is read.
    private mutating func region(from start: Int) -> ZoneRegion? {
        var end = at
        while end < input.count,
            input[end].isLetter || input[end] == UInt8(ascii: "/") || input[end] == UInt8(ascii: "_")
        {
            end += 1
        }
        let region = ZoneRegion(String(decoding: input.part(start, end), as: UTF8.self))
        if region != nil { at = end }
        return region
    }

    private mutating func halfOfDay(_ name: String) -> Bool? {
        guard fields.hour != nil else { return nil }
        if name == "am" || name == "pm" { return name == "pm" }
        guard name == "a" || name == "p", byte() == UInt8(ascii: ".") else { return nil }
        if byte(1) | 0x20 == UInt8(ascii: "m") { at += 2 }
        return name == "p"
    }
}
