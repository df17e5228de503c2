import FoundationEssentials
public import News

/// What programs read: the object of the webhook and of every line of an alert log.
///
/// `docs/webhooks.md` documents it. Keys are only ever added; a change that breaks a reader is a new version.
public struct AlertPayload: Encodable, Sendable {
    /// The version of the payload's form.
    static let version = 1

    private enum CodingKeys: String, CodingKey {
        case type
        case version
        case timestamp
        case data
    }

    private let parcel: Parcel
    private let detail: Detail

    /// The payload of a parcel; with less than full detail, long texts are cut.
    public init(_ parcel: Parcel, detail: Detail = .full) {
        self.parcel = parcel
        self.detail = detail
    }

    /// Writes `{type, version, timestamp, data}`, as Standard Webhooks 1.0.0 recommends.
    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(Self.version, forKey: .version)
        try object.encode(parcel.contents.type, forKey: .type)
        try object.encode(timestamp, forKey: .timestamp)
        try object.encode(data, forKey: .data)
    }

    /// The payload as one line of JSON, the same bytes every time.
    public func json() throws -> [UInt8] {
        try Self.line(of: self)
    }

    /// The payload as an event of CloudEvents 1.0, in its structured form; the data are the same.
    func cloudEvent() throws -> [UInt8] {
        try Self.line(
            of: CloudEvent(
                id: parcel.id,
                type: "org.tocsin.\(parcel.contents.type)",
                subject: subject,
                time: timestamp,
                data: data
            )
        )
    }

    private static func line(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    private var timestamp: String? {
        let moments =
            switch parcel.contents {
            case .alerts(let alerts, _): alerts.map(\.found)
            case .update(let alert):
                [alert.found, alert.revised].compactMap(\.self) + alert.others.map(\.found)
            case .notices(let notices): notices.map(\.found)
            }
        return moments.max()?.iso8601
    }

    /// The list, where there is one.
    private var subject: String? {
        switch parcel.contents {
        case .alerts(let alerts, _):
            alerts.allSatisfy { $0.match.list == alerts[0].match.list } ? alerts[0].match.list : nil
        case .update(let alert): alert.match.list
        case .notices: nil
        }
    }

    private var data: any Encodable {
        switch parcel.contents {
        case .alerts(let alerts, .news) where alerts.count == 1: AlertData(alerts[0].told(in: detail))
        case .alerts(let alerts, let occasion): BatchData(alerts.map { $0.told(in: detail) }, occasion)
        case .update(let alert): AlertData(alert.told(in: detail))
        case .notices(let notices): ["notices": notices.map(NoticeData.init)]
        }
    }
}

extension Parcel.Contents {
    /// What it is, for programs.
    var type: String {
        switch self {
        case .alerts(let alerts, .news) where alerts.count == 1: "alert.created"
        case .alerts: "alert.batch"
        case .update: "alert.updated"
        case .notices: "notice"
        }
    }
}

/// An event of CloudEvents 1.0.
private struct CloudEvent: Encodable {
    let specversion = "1.0"
    let source = "/tocsin"
    let datacontenttype = "application/json"
    let id: String
    let type: String
    let subject: String?
    let time: String?
    let data: any Encodable

    private enum CodingKeys: String, CodingKey {
        case specversion
        case source
        case datacontenttype
        case id
        case type
        case subject
        case time
        case data
    }

    func encode(to encoder: any Encoder) throws {
        var event = encoder.container(keyedBy: CodingKeys.self)
        try event.encode(specversion, forKey: .specversion)
        try event.encode(source, forKey: .source)
        try event.encode(datacontenttype, forKey: .datacontenttype)
        try event.encode(id, forKey: .id)
        try event.encode(type, forKey: .type)
        try event.encodeIfPresent(subject, forKey: .subject)
        try event.encodeIfPresent(time, forKey: .time)
        try event.encode(data, forKey: .data)
    }
}
