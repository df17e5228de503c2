import FoundationEssentials
import News
import Storage
import TestSupport
import Testing
import Web

@testable import Daemon

@Suite struct `The health of a feed` {
    /// What a visit shows, how many minutes after the first one, and what is to be told then.
    struct Step: Sendable {
        let at: Double
        let seen: Ailment.Kind?
        let told: String

        init(_ at: Double, _ seen: Ailment.Kind?, _ told: String = "") {
            self.at = at
            self.seen = seen
            self.told = told
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let because: String
        let steps: [Step]
        var testDescription: String { because }
    }

    static let rows = [
        Row(because: "one failure is nothing", steps: [Step(0, .server), Step(10, nil)]),
        Row(
            because: "what will not pass by itself is told at the third visit, and once",
            steps: [
                Step(0, .certificate), Step(10, .certificate), Step(30, .certificate, "certificate"),
                Step(70, .certificate), Step(150, nil, "over certificate"), Step(160, nil),
            ]
        ),
        Row(
            because: "a server in trouble is given two hours",
            steps: [
                Step(0, .server), Step(10, .server), Step(30, .server), Step(70, .server), Step(90, .server),
                Step(150, .unreachable, "unreachable"), Step(300, .server), Step(400, nil, "over server"),
            ]
        ),
        Row(
            because: "gone is told when it is sure, also after another failure",
            steps: [
                Step(0, .notFound), Step(10, .notFound), Step(30, .notFound, "not-found"), Step(60, .gone),
                Step(1_600, .gone, "gone"), Step(530_000, .gone), Step(1_060_000, nil, "over gone"),
            ]
        ),
        Row(
            because: "a gap is told at once, and is over a day after the last one",
            steps: [
                Step(0, .gap, "gap"), Step(10, nil), Step(20, .gap), Step(1_450, nil),
                Step(1_470, nil, "over gap"), Step(3_000, .gap, "gap"),
            ]
        ),
        Row(
            because: "a document that breaks off is given an hour",
            steps: [
                Step(0, .partial), Step(50, .partial), Step(70, .partial, "partial"),
                Step(80, nil, "over partial"),
            ]
        ),
        Row(
            because: "silence is told, and ends with the next item",
            steps: [Step(0, .silent, "silent"), Step(10, .silent), Step(20, nil, "over silent")]
        ),
        Row(
            because: "a feed that fails within a gap fails all the same",
            steps: [
                Step(0, .gap, "gap"), Step(10, .login), Step(20, .login), Step(40, .login, "login"),
                Step(50, nil, "over login"),
            ]
        ),
    ]

    @Test(arguments: rows)
    func `is told once when it has lasted, and once when it is over`(_ row: Row) {
        var ailment: Ailment?
        var failures = 0
        for step in row.steps {
            failures = step.seen?.isFailure == true ? failures + 1 : 0
            let (after, change) = FeedHealth.next(
                ailment,
                seen: step.seen,
                failures: failures,
                isSure: step.at > 1_500,
                now: .start.addingTimeInterval(step.at * 60)
            )
            ailment = after
            let told =
                switch change {
                case nil: ""
                case .fell(let ailment): ailment.kind.rawValue
                case .recovered(let ailment): "over \(ailment.kind.rawValue)"
                }
            #expect(told == step.told, "after \(step.at) minutes")
        }
    }

    @Test(arguments: [
        (perDay: 24.0, days: 3.0, isSilent: false),
        (perDay: 24, days: 5, isSilent: true),
        (perDay: 1, days: 10, isSilent: false),
        (perDay: 1, days: 30, isSilent: true),
    ])
    func `silence is measured by the feed's own rate`(_ row: (perDay: Double, days: Double, isSilent: Bool)) {
        let items = Float(row.perDay * 15)
        let rhythm = Rhythm(
            hours: Array(repeating: items / 24, count: 24),
            days: Array(repeating: items / 7, count: 7),
            watched: 15 * 86_400,
            asOf: .start
        )
        #expect(
            FeedHealth.isSilent(rhythm, now: .start.addingTimeInterval(row.days * 86_400)) == row.isSilent
        )
    }

    @Test(arguments: [
        (page: "<html><script src=\"/cdn-cgi/challenge-platform/h/g\"></script>", kind: Page.botWall),
        (page: "<title>Just a moment...</title> hcaptcha.com", kind: .botWall),
        (page: "<div class=\"G-ReCaptcha\">", kind: .captcha),
        (page: "<form><input name=user><input TYPE=\"password\">", kind: .login),
        (page: "<html><body><h1>Welcome</h1>", kind: .other),
        (page: "", kind: .other),
    ])
    func `tells by its marks which page stands in the place of a feed`(_ row: (page: String, kind: Page)) {
        #expect(Page(Array(row.page.utf8)) == row.kind)
    }

    @Test(arguments: [
        (status: 403, header: "", page: "<html>no", kind: Ailment.Kind.forbidden),
        (status: 403, header: "challenge", page: "<html>", kind: .botWall),
        (status: 503, header: "", page: "<title>Just a moment...</title>", kind: .botWall),
        (status: 503, header: "", page: "<html>later", kind: .server),
        (status: 403, header: "", page: "<div class=h-captcha>", kind: .captcha),
        (status: 401, header: "", page: "", kind: .login),
        (status: 451, header: "", page: "", kind: .forbidden),
        (status: 404, header: "", page: "<input type=password>", kind: .notFound),
        (status: 410, header: "", page: "", kind: .gone),
        (status: 429, header: "", page: "", kind: .tooManyRequests),
        (status: 500, header: "", page: "", kind: .server),
        (status: 206, header: "", page: "", kind: .server),
    ])
    func `tells by status, header and page what ails a feed`(
        _ row: (status: Int, header: String, page: String, kind: Ailment.Kind)
    ) {
        let headers = row.header.isEmpty ? [] : [Header("CF-Mitigated", row.header)]
        let response = Response(status: row.status, headers: Headers(headers), body: Array(row.page.utf8))
        #expect(Trouble(response).kind == row.kind)
    }
}
