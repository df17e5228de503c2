import CXML2

/// Runs libxml2's push parser over a cleaned document and tells the builder what it sees.
///
/// Ownership: the parser context is made and freed in `run`. The state is lent to libxml2 as user data for
/// that long; the callbacks reach it by pointer, which spares a reference count and a check on every call.
/// What callbacks receive is lent by the parser until they return.
enum XMLReader {
    static func run(_ cleaner: inout XMLCleaner, builder: FeedBuilder) throws(FeedError) -> FeedBuilder {
        xmlInitParser()
        let state = UnsafeMutablePointer<ReaderState>.allocate(capacity: 1)
        state.initialize(to: ReaderState(builder: builder, input: cleaner.input))
        defer {
            state.deinitialize(count: 1)
            state.deallocate()
        }
        var handler = saxHandler()
        guard let context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else {
            throw .brokenXML(line: 1, message: "out of memory")
        }
        defer { xmlFreeParserCtxt(context) }
        let options = [
            XML_PARSE_NONET, XML_PARSE_RECOVER, XML_PARSE_NOWARNING, XML_PARSE_NOERROR, XML_PARSE_IGNORE_ENC,
        ]
        xmlCtxtUseOptions(context, options.reduce(0) { $0 | Int32($1.rawValue) })
        state.pointee.context = context
        try push(&cleaner, into: context, state)
        noteStop(of: context, state: state)
        return state.pointee.builder
    }

    private static func push(
        _ cleaner: inout XMLCleaner,
        into context: xmlParserCtxtPtr,
        _ state: UnsafeMutablePointer<ReaderState>
    ) throws(FeedError) {
        while try cleaner.step() {
            if cleaner.output.count + cleaner.arena.count >= 32 << 10 {
                flush(&cleaner, into: context, state)
            }
        }
        flush(&cleaner, into: context, state)
        xmlParseChunk(context, nil, 0, 1)
    }

    private static func flush(
        _ cleaner: inout XMLCleaner,
        into context: xmlParserCtxtPtr,
        _ state: UnsafeMutablePointer<ReaderState>
    ) {
        cleaner.endText()
        cleaner.arena.withUnsafeBufferPointer { arena in
            state.pointee.arena = arena
            cleaner.output.withUnsafeBytes { bytes in
                _ = xmlParseChunk(
                    context,
                    bytes.bindMemory(to: CChar.self).baseAddress,
                    Int32(bytes.count),
                    0
                )
            }
            state.pointee.builder.settleRun()
            state.pointee.arena = nil
        }
        cleaner.clear()
    }

    /// After an error it cannot recover from, libxml2 goes silent; the document then counts as cut.
    private static func noteStop(of context: xmlParserCtxtPtr, state: UnsafeMutablePointer<ReaderState>) {
        guard context.pointee.disableSAX != 0, let error = xmlCtxtGetLastError(context) else { return }
        let message = error.pointee.message.map { String(cString: $0) } ?? "unknown"
        state.pointee.builder.stop = message.trimmedOrNil
    }

    private static func saxHandler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        tocsin_xml_mark_sax2(&handler)
        tocsin_xml_silence(&handler)
        handler.startElementNs = startElement
        handler.endElementNs = endElement
        handler.characters = characters
        handler.cdataBlock = characters
        handler.processingInstruction = textRun
        return handler
    }
}

/// What the callbacks work on.
private struct ReaderState {
    var context: xmlParserCtxtPtr?
    var builder: FeedBuilder
    /// The document, which texts that travel around libxml2 are taken from.
    let input: UnsafeBufferPointer<UInt8>
    /// Texts that were put together, while libxml2 works on what refers to them.
    var arena: UnsafeBufferPointer<UInt8>?
    var names = NameCache()

    init(builder: FeedBuilder, input: UnsafeBufferPointer<UInt8>) {
        self.builder = builder
        self.input = input
    }
}

/// What the names of elements mean, by the pointers that libxml2 has for them: it interns names, so that the same
/// pointers are the same name.
private struct NameCache {
    private struct Slot {
        var local: UnsafePointer<UInt8>?
        var prefix: UnsafePointer<UInt8>?
        var namespace: UnsafePointer<UInt8>?
        var name: ElementName
    }

    /// A power of two, far above what feeds use; of names that find no place the meaning is looked up anew.
    private static let size = 256
    private static let probes = 4

    private var slots = [Slot?](repeating: nil, count: size)
    private var rootNamespace: UnsafePointer<UInt8>?
    private var hasRoot = false

    mutating func name(
        _ local: UnsafePointer<UInt8>?,
        _ prefix: UnsafePointer<UInt8>?,
        _ namespace: UnsafePointer<UInt8>?
    ) -> ElementName {
        let hash = UInt(bitPattern: local) &* 0x9E37_79B9_7F4A_7C15 >> 48
        for probe in 0..<UInt(Self.probes) {
            let place = Int((hash + probe) % UInt(Self.size))
            guard let slot = slots[place] else {
                let name = meaning(local, prefix, namespace)
                slots[place] = Slot(local: local, prefix: prefix, namespace: namespace, name: name)
                return name
            }
            if slot.local == local, slot.prefix == prefix, slot.namespace == namespace { return slot.name }
        }
        return meaning(local, prefix, namespace)
    }

    private mutating func meaning(
        _ local: UnsafePointer<UInt8>?,
        _ prefix: UnsafePointer<UInt8>?,
        _ namespace: UnsafePointer<UInt8>?
    ) -> ElementName {
        if !hasRoot {
            hasRoot = true
            rootNamespace = namespace
        }
        return ElementName(
            local: local.map { String(cString: $0) } ?? "",
            namespace: namespace.map { String(cString: $0) },
            prefix: prefix.map { String(cString: $0) },
            isOfRoot: namespace != nil && namespace == rootNamespace
        )
    }
}

/// Libxml2 drops references from the first error of a document on, unless the context looks well-formed.
private func state(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<ReaderState>? {
    guard let state = context?.assumingMemoryBound(to: ReaderState.self) else { return nil }
    state.pointee.context?.pointee.wellFormed = 1
    return state
}

private let startElement: startElementNsSAX2Func = {
    context,
    local,
    prefix,
    namespace,
    _,
    _,
    attributeCount,
    _,
    attributes in
    guard let state = state(context) else { return }
    let name = state.pointee.names.name(local, prefix, namespace)
    let list = XMLAttributes(pointers: attributes, count: Int(attributeCount))
    state.pointee.builder.start(name, local: local, attributes: list)
}

private let endElement: endElementNsSAX2Func = { context, local, _, _ in
    guard let state = state(context) else { return }
    state.pointee.builder.end(local: local)
}

private let characters: charactersSAXFunc = { context, bytes, count in
    guard let state = state(context), let bytes else { return }
    state.pointee.builder.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
}

private let textRun: processingInstructionSAXFunc = { context, target, data in
    guard let state = state(context), let target, let data, let run = TextRun(target: target, data: data)
    else {
        return
    }
    let source = run.source == .document ? state.pointee.input : state.pointee.arena
    if let source { state.pointee.builder.run(source.part(run.range.lowerBound, run.range.upperBound)) }
}
