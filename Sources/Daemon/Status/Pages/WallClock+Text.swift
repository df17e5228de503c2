import FoundationEssentials
import Glibc

/// Moments as the clocks on the wall show them.
extension WallClock {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    /// The time of day: "09:38".
    func time(_ moment: Date) -> String {
        let parts = shown(moment)
        return "\(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min))"
    }

    /// The day: "Today", "Yesterday", "Monday 24 Nov".
    func day(_ moment: Date, now: Date) -> String {
        let parts = shown(moment)
        if isSameDay(moment, now) { return "Today" }
        if isSameDay(moment, now - 86_400) { return "Yesterday" }
        return "\(Self.weekdays[Int(parts.tm_wday)]) \(parts.tm_mday) \(Self.months[Int(parts.tm_mon)])"
    }

    /// The moment in a few letters: "09:38" on the same day, else "24 Nov 09:38", with the year where it is another.
    func brief(_ moment: Date, now: Date) -> String {
        if isSameDay(moment, now) { return time(moment) }
        let (parts, today) = (shown(moment), shown(now))
        let day = "\(parts.tm_mday) \(Self.months[Int(parts.tm_mon)])"
        return parts.tm_year == today.tm_year
            ? "\(day) \(time(moment))" : "\(day) \(Int(parts.tm_year) + 1900)"
    }

    private func isSameDay(_ left: Date, _ right: Date) -> Bool {
        let (left, right) = (shown(left), shown(right))
        return left.tm_yday == right.tm_yday && left.tm_year == right.tm_year
    }

    private func shown(_ moment: Date) -> tm {
        var seconds = time_t(moment.timeIntervalSince1970 + offset(at: moment))
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return parts
    }

    private static func two(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension HTML {
    /// A moment for people and programs.
    static func moment(_ moment: Date, _ text: String) -> HTML {
        "<time datetime=\"\(moment.formatted(.iso8601))\">\(text)</time>"
    }
}
