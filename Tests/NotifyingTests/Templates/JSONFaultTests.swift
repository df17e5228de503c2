import FoundationEssentials
import TestSupport
import Testing

@testable import Notifying

@Suite struct `A fault in JSON` {
    static let faults: [(json: String, fault: String?)] = [
        (#"{"a": [1, -2.5e3, "x\"y\\", true, false, null, {}, []], "b": {"c": ""}}"#, nil),
        ("[1,\n 2,\n]", #"line 3, at "]""#),
        (#"{"a": }"#, #"line 1, at "}""#),
        (#"{"a": 1,}"#, #"line 1, at "}""#),
        (#"{"a" 1}"#, #"line 1, at "1}""#),
        (#"{a: 1}"#, #"line 1, at "a: 1}""#),
        (#"{"a": "b" "c"}"#, #"line 1, at ""c"}""#),
        ("{\"a\": \"b\nc\"}", "line 1, where the line ends too early"),
        (#"{"a": "b"}, {"a": "c and so on and on"}"#, #"line 1, at ", {"a": "c and so o…""#),
        (#"{"a": "b"#, "line 1, where the line ends too early"),
        (#"{"a": "b\"#, "line 1, where the line ends too early"),
        ("", "line 1, where the line ends too early"),
        ("tru", #"line 1, at "tru""#),
        (String(repeating: "[", count: 600), #"line 1, at "[[[[[[[[[[[[[[[[[[[…""#),
    ]

    @Test(arguments: faults)
    func `has its place`(_ row: (json: String, fault: String?)) {
        #expect(JSONFault(in: Array(row.json.utf8))?.description == row.fault)
    }

    @Test func `is found in what a decoder refuses, and nowhere else`() {
        let pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "1", "true", " ", "\n", "\\", "\"", "x"]
        var chance = SeededRandom(seed: 9)
        var (read, refused) = (0, 0)
        for _ in 0..<5_000 {
            let length = Int.random(in: 1...7, using: &chance)
            let text = (0..<length).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
            let isRead = (try? JSONDecoder().decode(Parsed.self, from: Data(text.utf8))) != nil
            let fault = JSONFault(in: Array(text.utf8))
            if isRead { #expect(fault == nil, "\(text)") }
            if isRead { read += 1 } else { refused += fault == nil ? 1 : 0 }
        }
        #expect(read > 100)
        #expect(refused < 50, "an escape or a number that is none is left to the decoder")
    }
}
