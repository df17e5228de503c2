public import FoundationEssentials
import Glibc

/// A moment as people on this machine read it: "24 Nov 09:38", in the machine's time zone.
public func localTime(_ moment: Date) -> String {
    var seconds = time_t(moment.timeIntervalSince1970)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = Int(parts.tm_year) + 1900
    var now = time(nil)
    var today = tm()
    localtime_r(&now, &today)
    let day = "\(parts.tm_mday) \(months[Int(parts.tm_mon)])"
    let date = parts.tm_year == today.tm_year ? day : "\(day) \(year)"
    return "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min))"
}
