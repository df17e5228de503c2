import FoundationEssentials
import TestSupport
import Testing

@testable import Daemon

@Suite struct `The next look for feeds that are due` {
    private func moment(_ seconds: Double) -> Date { .start.addingTimeInterval(seconds) }

    @Test func `comes when a feed is due that was being visited at the last one`() {
        var look = NextLook()
        look.begin(now: .start)
        look.end(due: nil)
        #expect(look.at == .distantFuture, "the only feed is being visited")
        let isSooner = [300, 400, 200].map { look.note(due: moment($0)) }
        #expect(isSooner == [true, false, true])
        #expect(look.at == moment(200))
    }

    @Test func `comes when the first feed that waits is due, a second after the last at the earliest`() {
        var look = NextLook()
        look.begin(now: .start)
        look.end(due: moment(0.2))
        #expect(look.at == moment(1))
        let isSooner = look.note(due: moment(0.5))
        #expect(!isSooner)
        look.begin(now: moment(1))
        look.end(due: moment(60))
        #expect(look.at == moment(60))
    }

    @Test func `comes soon where more was due than could be taken`() {
        var look = NextLook()
        look.begin(now: .start)
        look.end(due: .start, soonest: moment(0.1))
        #expect(look.at == moment(0.1))
    }

    @Test func `keeps what is told while a look is under way`() {
        var look = NextLook()
        look.begin(now: .start)
        _ = look.note(due: moment(5))
        look.end(due: moment(900))
        #expect(look.at == moment(5))
    }
}
