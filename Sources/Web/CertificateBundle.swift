import Glibc

/// Finds the file of certificate authorities to trust.
enum CertificateBundle {
    /// The file of Debian's package ca-certificates.
    private static let system = "/etc/ssl/certs/ca-certificates.crt"

    /// The named file, else that of the environment, else the system's.
    static func path(_ named: String?) throws(TransferError) -> String {
        if let named { return try path(named: named) }
        let variables = ["SSL_CERT_FILE", "CURL_CA_BUNDLE"]
        let given = variables.compactMap { getenv($0).map { String(cString: $0) } }
        // Where there is none at all, requests over TLS fail and name this path.
        return given.first(where: isReadable) ?? system
    }

    /// The named file, where it can be read.
    static func path(named file: String) throws(TransferError) -> String {
        guard isReadable(file) else {
            throw .unreadableFile(path: file, reason: "cannot be read; name a file of certificates in PEM")
        }
        return file
    }

    private static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
