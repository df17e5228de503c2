import CCrypto
import FoundationEssentials

/// Signs what a webhook sends, as Standard Webhooks 1.0.0 says: HMAC-SHA256 over `id.timestamp.body`.
public struct WebhookSignature: Sendable {
    /// Why a secret cannot be used.
    public enum SecretError: Error, Hashable, Sendable, CustomStringConvertible {
        /// It is not base64.
        case notBase64
        /// It is too short or too long to be safe.
        case wrongLength(Int)

        /// What is wrong, and what to do.
        public var description: String {
            switch self {
            case .notBase64:
                "the secret is not base64; make one with: echo whsec_$(openssl rand -base64 32)"
            case .wrongLength(let bytes):
                "the secret holds \(bytes) bytes and must hold 24 to 64; make one with: "
                    + "echo whsec_$(openssl rand -base64 32)"
            }
        }
    }

    private let key: [UInt8]

    /// Reads a secret of the form `whsec_` and base64, 24 to 64 bytes.
    public init(secret: Secret) throws(SecretError) {
        let text = secret.exposed
        let base64 = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let data = Data(base64Encoded: base64) else { throw .notBase64 }
        guard (24...64).contains(data.count) else { throw .wrongLength(data.count) }
        key = Array(data)
    }

    /// The value of the `webhook-signature` header.
    ///
    /// - Parameters:
    ///   - id: The value of `webhook-id`, without a full stop.
    ///   - timestamp: The value of `webhook-timestamp`, in seconds since 1970.
    ///   - body: The exact bytes that are sent.
    /// - Returns: The version, a comma and the signature in base64.
    public func header(id: String, timestamp: Int, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), signed, signed.count, &code, &length)
        return "v1," + Data(code.prefix(Int(length))).base64EncodedString()
    }
}
