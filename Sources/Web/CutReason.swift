/// Why a body is not whole.
public enum CutReason: Sendable, Hashable {
    /// It is larger than the request allows.
    case bodyLimit(Int)
    /// The connection ended before the body did.
    case connectionLost
    /// The time was up, or the transfer stalled.
    case timedOut
    /// What came next could not be decoded.
    case undecodable
}

extension CutReason: CustomStringConvertible {
    /// The reason, in words that can follow "the answer was cut:".
    public var description: String {
        switch self {
        case .bodyLimit(let limit): "the body is larger than \(limit) bytes"
        case .connectionLost: "the connection was lost before the end of the body"
        case .timedOut: "the time was up before the end of the body"
        case .undecodable: "the rest of the body cannot be decoded; its content coding is damaged"
        }
    }
}
