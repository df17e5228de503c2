/// A region of the tz database, as some feeds name their zone: "Europe/Kyiv".
///
/// Only the rules in force are known: the European Union's since 1996, those of the United States since 2007. A
/// date from before may be off by an hour.
struct ZoneRegion {
    private enum Summer {
        case none
        /// From the last Sunday of March, 01:00 UTC, to the last of October.
        case european
        /// From the second Sunday of March, 02:00 standard time, to the first of November, 02:00 summer time.
        case american
    }

    /// Minutes east of Greenwich in winter.
    private let standard: Int
    private let summer: Summer

    /// The region with a name, whatever its case.
    init?(_ name: String) {
        guard let known = Self.regions[name.lowercased()] else { return nil }
        self = known
    }

    private init(_ standard: Int, _ summer: Summer = .none) {
        self.standard = standard
        self.summer = summer
    }

    /// Minutes east of Greenwich at a moment that the region's own clocks show.
    ///
    /// - Parameters:
    ///   - year: The year.
    ///   - minute: Minutes since the beginning of 1970, as the region's clocks count them.
    /// - Returns: The offset; in the hour that the clocks show twice, that of summer.
    func offset(year: Int, minute: Int) -> Int {
        let bounds: (from: Int, to: Int)
        switch summer {
        case .none:
            return standard
        case .european:
            bounds = (
                lastSunday(of: 3, days: 31, year) + 60 + standard,
                lastSunday(of: 10, days: 31, year) + 120 + standard
            )
        case .american:
            bounds = (sunday(2, of: 3, year) + 120, sunday(1, of: 11, year) + 120)
        }
        return (bounds.from..<bounds.to).contains(minute) ? standard + 60 : standard
    }

    /// The first minute of a Sunday, counted from the beginning of a month.
    private func sunday(_ number: Int, of month: Int, _ year: Int) -> Int {
        let first = daysFromCivil(year: year, month: month, day: 1)
        return (first + (10 - first % 7) % 7 + (number - 1) * 7) * 1_440
    }

    private func lastSunday(of month: Int, days: Int, _ year: Int) -> Int {
        let last = daysFromCivil(year: year, month: month, day: days)
        return (last - (last + 4) % 7) * 1_440
    }

    private static let regions: [String: ZoneRegion] = {
        var regions: [String: ZoneRegion] = [:]
        func add(_ standard: Int, _ names: String) { add(standard, .none, names) }
        func add(_ standard: Int, _ summer: Summer, _ names: String) {
            for name in names.split(separator: " ") {
                regions[name.lowercased()] = ZoneRegion(standard, summer)
            }
        }
        add(0, "UTC Etc/UTC Etc/GMT GMT Africa/Abidjan Atlantic/Reykjavik")
        add(0, .european, "Europe/London Europe/Dublin Europe/Lisbon")
        add(
            60,
            .european,
            """
            Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Brussels \
            Europe/Amsterdam Europe/Luxembourg Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Warsaw Europe/Prague \
            Europe/Bratislava Europe/Budapest Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Sarajevo Europe/Skopje \
            Europe/Tirane Europe/Malta Europe/Monaco
            """
        )
        add(
            120,
            .european,
            """
            Europe/Kyiv Europe/Kiev Europe/Helsinki Europe/Tallinn Europe/Riga Europe/Vilnius Europe/Bucharest \
            Europe/Sofia Europe/Athens Europe/Chisinau Asia/Nicosia
            """
        )
        add(120, "Africa/Johannesburg Africa/Tripoli Europe/Kaliningrad")
        add(60, "Africa/Lagos Africa/Algiers Africa/Tunis")
        add(
            180,
            "Europe/Moscow Europe/Minsk Europe/Istanbul Asia/Istanbul Asia/Baghdad Asia/Riyadh Asia/Qatar Africa/Nairobi"
        )
        add(240, "Asia/Dubai Asia/Tbilisi Asia/Yerevan Asia/Baku Europe/Samara")
        add(210, "Asia/Tehran")
        add(270, "Asia/Kabul")
        add(300, "Asia/Tashkent Asia/Karachi Asia/Yekaterinburg Asia/Almaty")
        add(330, "Asia/Kolkata Asia/Calcutta Asia/Colombo")
        add(420, "Asia/Bangkok Asia/Ho_Chi_Minh Asia/Jakarta")
        add(480, "Asia/Shanghai Asia/Hong_Kong Asia/Taipei Asia/Singapore Asia/Manila Australia/Perth")
        add(540, "Asia/Tokyo Asia/Seoul")
        add(600, "Australia/Brisbane")
        add(-180, "America/Sao_Paulo America/Argentina/Buenos_Aires America/Buenos_Aires America/Montevideo")
        add(-240, "America/Caracas America/La_Paz America/Puerto_Rico")
        add(-240, .american, "America/Halifax")
        add(-300, "America/Bogota America/Lima America/Panama")
        add(-300, .american, "America/New_York America/Toronto America/Detroit US/Eastern")
        add(-360, "America/Mexico_City America/Costa_Rica")
        add(-360, .american, "America/Chicago America/Winnipeg US/Central")
        add(-420, "America/Phoenix")
        add(-420, .american, "America/Denver America/Edmonton US/Mountain")
        add(-480, .american, "America/Los_Angeles America/Vancouver US/Pacific")
        add(-540, .american, "America/Anchorage")
        add(-600, "Pacific/Honolulu")
        return regions
    }()
}
