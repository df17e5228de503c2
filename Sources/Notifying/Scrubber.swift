import FoundationEssentials
import News

/// Takes secrets out of what is said about a delivery: an error may quote the address, and an answer what was sent.
struct Scrubber: Sendable {
    /// What is replaced, the longest first.
    private let words: [(secret: String, shown: String)]

    /// Short pieces of an address are in many words, and are no secret.
    private static let shortest = 8

    init(_ secrets: [Secret]) {
        var words: [String: String] = [:]
        for secret in secrets.map(\.exposed) where !secret.isEmpty {
            guard secret.contains("://") else {
                words[secret] = "•••"
                continue
            }
            words[secret] = URLComponents(string: secret)?.host ?? "the receiver"
            let pieces = secret.split { "/?&=:@#".contains($0) }.dropFirst(2)
            for piece in pieces where piece.utf8.count >= Self.shortest { words[String(piece)] = "•••" }
        }
        self.words = words.map { ($0.key, $0.value) }.sorted {
            ($0.secret.count, $0.secret) > ($1.secret.count, $1.secret)
        }
    }

    /// A text without secrets.
    func scrubbed(_ text: String) -> String {
        words.reduce(text) { $0.replacing($1.secret, with: $1.shown) }
    }

    /// An outcome whose reason holds no secret.
    func scrubbed(_ outcome: DeliveryOutcome) -> DeliveryOutcome {
        switch outcome {
        case .delivered: outcome
        case .later(let wish, let reason, let inDoubt):
            .later(after: wish, reason: scrubbed(reason), inDoubt: inDoubt)
        case .moved(let place, let reason): .moved(to: place, reason: scrubbed(reason))
        case .refused(let reason): .refused(reason: scrubbed(reason))
        case .broken(let reason): .broken(reason: scrubbed(reason))
        case .gone(let reason): .gone(reason: scrubbed(reason))
        }
    }
}

extension Secret {
    /// A text without this secret, as what is said of an address that is one.
    public func scrubbed(from text: String) -> String {
        Scrubber([self]).scrubbed(text)
    }
}
