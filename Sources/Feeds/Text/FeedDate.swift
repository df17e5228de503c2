import FoundationEssentials

/// A moment as feeds write it: RFC 822 and its misreadings, ISO 8601 in its variants, what people type.
///
/// A date without a zone is in UTC; a date that the calendar does not have is none.
func feedDate(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { bytes in
        guard bytes.count <= 128 else { return nil }
        var scanner = DateScanner(input: bytes)
        return scanner.scan() ? scanner.fields.moment : nil
    }
}

/// What was found of a date so far.
struct DateFields {
    var year: Int?
    var month: Int?
    var day: Int?
    var hour: Int?
    var minute = 0
    var second = 0
    /// Minutes east of Greenwich.
    var offset = 0
    /// The region whose clocks show the time.
    var region: ZoneRegion?
    var isAfternoon: Bool?

    var moment: Date? {
        guard let year, let month, let day, (1...12).contains(month), (1800...2199).contains(year),
            day >= 1, day <= daysInMonth(month, of: year), let hour = clockHour,
            (0...59).contains(minute), (0...60).contains(second), abs(offset) <= 16 * 60
        else { return nil }
        let days = daysFromCivil(year: year, month: month, day: day)
        let minutes = days * 1_440 + hour * 60 + minute
        let east = region?.offset(year: year, minute: minutes) ?? offset
        let seconds = (minutes - east) * 60 + min(second, 59)
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// The hour on a 24-hour clock; midnight may be written 24:00.
    private var clockHour: Int? {
        guard var hour else { return 0 }
        if let isAfternoon, hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        if hour == 24 { return minute == 0 && second == 0 ? 24 : nil }
        return (0...23).contains(hour) ? hour : nil
    }
}

private func daysInMonth(_ month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, after Howard Hinnant's "days_from_civil".
func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}
