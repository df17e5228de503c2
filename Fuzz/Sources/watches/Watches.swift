import FoundationEssentials
import Matching
import News

/// A watch file, a zero byte, and what stands in an item: its headline, a second zero byte, its summary.
///
/// Nothing may crash, and the engine must say what the plain matcher says.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let parts = UnsafeBufferPointer(start: start, count: count)
        .split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    let compiled = compileWatchlist(
        [SourceFile(name: "fuzz.watch", bytes: Array(parts[0]))],
        names: [
            SourceFile(
                name: "fuzz.names",
                bytes: Array("party:\n    Kyiv, Moscow, {other}\nother:\n    \"the Hague\"".utf8)
            )
        ],
        now: .init(timeIntervalSince1970: 0),
        plainText: { $0 }
    )
    for mistake in compiled.mistakes { _ = mistake.description }
    let text = { (index: Int) in index < parts.count ? String(decoding: parts[index], as: UTF8.self) : "" }
    let item = Item(identity: "1", title: text(1), summary: text(2))
    let document = Document(item)
    let plain = compiled.watches.map { $0.verdict(on: document) }
    if count.isMultiple(of: 8) {
        for watch in compiled.watches { _ = watch.explanation(of: document).text }
    }
    let found = Watchlist(watches: compiled.watches).matches(in: item).map { Verdict.hit($0.match) }
    let hits = plain.filter { if case .hit = $0 { true } else { false } }
    precondition(found == hits, "the engine and the plain matcher differ")
    return 0
}
