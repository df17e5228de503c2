import FoundationEssentials
import TestSupport
import Testing

@testable import Matching

@Suite struct `Stories after a restart` {
    private struct Told {
        var title: String
        var moment: Date
        var key: Int64
    }

    /// A day of made-up news, each item with the key of the story that it was put into.
    private func told(by index: inout StoryIndex, _ news: inout MadeUpNews, count: Int) -> [Told] {
        (0..<count).map { number in
            let moment = testDay.addingTimeInterval(Double(number - count) * 40)
            let title = news.headline()
            let placement = index.place(title: title, at: moment, key: Int64(number + 1))
            return Told(title: title, moment: moment, key: placement.key)
        }
    }

    @Test func `are where they were, and take the same items`() {
        var index = StoryIndex()
        var news = MadeUpNews(seed: 11)
        let items = told(by: &index, &news, count: 2_000)
        var again = StoryIndex()
        var places: [Int64: StoryIndex.Place] = [:]
        for item in items {
            places[item.key] = again.learn(
                title: item.title,
                summary: "",
                publisher: "",
                at: item.moment,
                key: item.key,
                place: places[item.key]
            )
        }
        #expect(again.encoded() == index.encoded())
        for number in 0..<200 {
            let title = news.headline()
            let key = Int64(100_000 + number)
            #expect(
                again.place(title: title, at: testDay, key: key)
                    == index.place(title: title, at: testDay, key: key)
            )
        }
    }

    @Test func `that have left the window are opened anew`() {
        var index = StoryIndex()
        let first = index.learn(
            title: "Envoys meet in Istanbul",
            summary: "",
            publisher: "",
            at: testDay,
            key: 7,
            place: nil
        )
        let later = testDay.addingTimeInterval(100 * 3_600)
        _ = index.learn(
            title: "Envoys meet in Istanbul",
            summary: "",
            publisher: "",
            at: later,
            key: 7,
            place: first
        )
        let placement = index.place(title: "Envoys meet in Istanbul", at: later, key: 8)
        #expect(placement.key == 7)
        #expect(placement.story == 2)
    }

    @Test func `are forgotten as time passes, also without items`() {
        var index = StoryIndex()
        for word in ["truce", "grain", "reactor"] {
            _ = index.place(title: "\(word) \(word)s of Kherson and Odesa \(word)", at: testDay)
        }
        let count = index.storyCount
        #expect(count > 0)
        for _ in 0..<4 { index.pass(to: testDay.addingTimeInterval(100 * 3_600)) }
        #expect(index.storyCount == 0)
    }
}
