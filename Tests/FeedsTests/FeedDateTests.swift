import FoundationEssentials
import Testing

@testable import Feeds

@Suite struct `Dates` {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let date: String?
        let because: String
        var testDescription: String { "\"\(text)\" (\(because))" }
    }

    static let rows = [
        Row(
            text: "Mon, 21 Jul 2025 10:00:00 GMT",
            date: "2025-07-21T10:00:00Z",
            because: "RFC 822 as it should be"
        ),
        Row(text: "21 Jul 25 10:00 EST", date: "2025-07-21T15:00:00Z", because: "two-digit year, named zone"),
        Row(
            text: "Mon,21 July 2025 10:00:00 +0530",
            date: "2025-07-21T04:30:00Z",
            because: "long month, no blank"
        ),
        Row(text: "Mon, 21 Jul 2025 10:00:00 EEST", date: "2025-07-21T07:00:00Z", because: "Kyiv in summer"),
        Row(text: "Mon, 21 Jul 2025 10:00:00 MSK", date: "2025-07-21T07:00:00Z", because: "Moscow"),
        Row(
            text: "Mon, 21 Jul 2025 10:00:00 GMT+0200",
            date: "2025-07-21T08:00:00Z",
            because: "zone and offset"
        ),
        Row(text: "Mon, 21 Jul 2025", date: "2025-07-21T00:00:00Z", because: "no time"),
        Row(text: "Mon, 21 Jul 2025 10:00:00", date: "2025-07-21T10:00:00Z", because: "no zone is UTC"),
        Row(text: "Sun Jul 20 10:00:00 2025", date: "2025-07-20T10:00:00Z", because: "as ctime prints"),
        Row(text: "July 21, 2025, 1:05 p.m.", date: "2025-07-21T13:05:00Z", because: "as people type"),
        Row(text: "07/21/2025 12:10 am", date: "2025-07-21T00:10:00Z", because: "American order, midnight"),
        Row(text: "21/07/2025", date: "2025-07-21T00:00:00Z", because: "there is no month 21"),
        Row(text: "21.07.25", date: "2025-07-21T00:00:00Z", because: "German order"),
        Row(text: "lun., 21 déc. 2025 10:00:00 +0100", date: "2025-12-21T09:00:00Z", because: "French"),
        Row(text: "mar., 02 déc. 2025", date: "2025-12-02T00:00:00Z", because: "mardi is not March"),
        Row(text: "21 июля 2025 10:00", date: "2025-07-21T10:00:00Z", because: "Russian"),
        Row(text: "понеділок, 21 липня 2025, 10:00", date: "2025-07-21T10:00:00Z", because: "Ukrainian"),
        Row(text: "середа, 23 квітня 2025", date: "2025-04-23T00:00:00Z", because: "середа is not серпень"),
        Row(text: "pon., 21 lipca 2025 10:00", date: "2025-07-21T10:00:00Z", because: "Polish"),
        Row(text: "21 Ağustos 2025 Perşembe", date: "2025-08-21T00:00:00Z", because: "Turkish"),
        Row(
            text: "Thu, 09 (nested (comment) Mar)Feb(escaped \\) 2005) 2006 23:59:45 +0000",
            date: "2006-02-09T23:59:45Z",
            because: "comments nest"
        ),
        Row(
            text: "Fri, 31 Mar 2023 20:19:00 America/Los_Angeles",
            date: "2023-04-01T03:19:00Z",
            because: "a region in summer"
        ),
        Row(
            text: "2023-03-12 01:59 US/Pacific",
            date: "2023-03-12T09:59:00Z",
            because: "before the clocks change"
        ),
        Row(text: "2023-03-12 03:00 US/Pacific", date: "2023-03-12T10:00:00Z", because: "and after"),
        Row(text: "2023-11-05 02:00 US/Pacific", date: "2023-11-05T10:00:00Z", because: "and back"),
        Row(
            text: "2016-02-25 00:00 Europe/Brussels",
            date: "2016-02-24T23:00:00Z",
            because: "a region in winter"
        ),
        Row(
            text: "2025-03-30 01:59 Europe/Berlin",
            date: "2025-03-30T00:59:00Z",
            because: "before the clocks change"
        ),
        Row(text: "2025-03-30 03:00 Europe/Berlin", date: "2025-03-30T01:00:00Z", because: "and after"),
        Row(text: "2025-10-26 03:00 Europe/Berlin", date: "2025-10-26T02:00:00Z", because: "and back"),
        Row(text: "2025-07-21 10:00 Europe/Kyiv", date: "2025-07-21T07:00:00Z", because: "Kyiv"),
        Row(text: "Sun, 09 Feb 1806 23:59:45 +0000", date: "1806-02-09T23:59:45Z", because: "an archive"),
        Row(text: "2025-07-21T10:00:00Z", date: "2025-07-21T10:00:00Z", because: "ISO 8601"),
        Row(
            text: "2025-07-21T10:00:00.123456+03:00",
            date: "2025-07-21T07:00:00Z",
            because: "fractions, offset"
        ),
        Row(
            text: "2025-07-21 10:00:00 -0700",
            date: "2025-07-21T17:00:00Z",
            because: "blanks for T and offset"
        ),
        Row(text: "2025-07", date: "2025-07-01T00:00:00Z", because: "a month"),
        Row(text: "2025", date: "2025-01-01T00:00:00Z", because: "a year"),
        Row(text: "20250721T100000Z", date: "2025-07-21T10:00:00Z", because: "basic format"),
        Row(text: "2024-02-29", date: "2024-02-29T00:00:00Z", because: "a leap day"),
        Row(text: "2025-07-21T24:00:00Z", date: "2025-07-22T00:00:00Z", because: "the end of a day"),
        Row(text: "2016-12-31T23:59:60Z", date: "2016-12-31T23:59:59Z", because: "a leap second"),
        Row(text: "2025-02-29", date: nil, because: "no leap year"),
        Row(text: "31 Apr 2025", date: nil, because: "April has 30 days"),
        Row(text: "2025-13-01", date: nil, because: "no such month"),
        Row(text: "2025-07-21T25:00:00Z", date: nil, because: "no such hour"),
        Row(text: "2025-07-21T10:61:00Z", date: nil, because: "no such minute"),
        Row(text: "yesterday", date: nil, because: "no date"),
        Row(text: "", date: nil, because: "nothing"),
        Row(text: "99999999999999999999", date: nil, because: "too long for any year"),
        Row(text: "0000-00-00T00:00:00Z", date: nil, because: "a database's zero"),
    ]

    @Test(arguments: rows)
    func `are read as feeds write them`(_ row: Row) {
        #expect(feedDate(row.text)?.formatted(.iso8601) == row.date)
    }
}
