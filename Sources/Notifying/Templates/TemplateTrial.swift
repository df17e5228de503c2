import FoundationEssentials
import News

extension TemplatedService {
    /// Writes what a channel will meet sooner or later, and says what cannot be sent of it.
    ///
    /// - Returns: The first thing that is wrong, in a sentence; nil where nothing is.
    func trial() -> String? {
        for (name, contents) in Self.samples where manners.capacity >= contents.ids.count {
            let parcel = Parcel(id: "sample", channel: "sample", contents)
            do {
                switch try writing(of: parcel, detail: .short) {
                case .message: continue
                case .tooLong: return "what it writes about \(name) is too long for the channel"
                case .wrong(let reason): return "what it writes about \(name) \(reason)"
                }
            } catch {
                return "nothing can be written about \(name): \(error)"
            }
        }
        return nil
    }

    private static var samples: [(name: String, contents: Parcel.Contents)] {
        let alert = Alert.sample(id: "sample", now: Date(timeIntervalSince1970: 1_764_000_000))
        let hostile = Alert.hostileSample(id: "hostile", now: alert.found)
        var bare = alert
        bare.id = "bare"
        (bare.link, bare.published, bare.language) = (nil, nil, nil)
        (bare.excerpt, bare.others, bare.match.spans) = ([], [], [])
        return [
            ("an alert", .alert(alert)),
            ("an alert full of markup, quotes and control characters", .alert(hostile)),
            ("an alert without link, excerpt, date and other reports", .alert(bare)),
            ("an alert that others report now, too", .update(alert)),
            ("a digest of three alerts", .alerts([alert, hostile, bare], .digest)),
        ]
    }
}

extension Parcel {
    /// A message that has all that a template can name.
    static var complete: Parcel {
        var alert = Alert.sample(id: "sample", now: Date(timeIntervalSince1970: 1_764_000_000))
        alert.others = Array(repeating: alert.others[0], count: 9)
        let story = StoryID(rawValue: 1)
        (alert.story, alert.storyLink) = (story, "https://tocsin.example/story/\(story)")
        alert.again = "3 outlets report it"
        return Parcel(id: "sample", channel: "sample", .alerts([alert], .digest))
    }
}
