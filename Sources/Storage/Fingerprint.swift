import News

extension Item {
    /// A hash of what a reader would call the item's text, to tell an edited item from an unchanged one.
    ///
    /// Dates are left out: publishers touch them without touching a word.
    var fingerprint: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for var text in [title, summary, body, link ?? ""] {
            text.withUTF8 { bytes in
                for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
