import Crypto
import Register
import Schemas

/// Which message this is: what the interface has instead of an id of its own.
///
/// A file is known by its desk, type, date and number. Where it has no number yet, or its date is only a day, also by its
/// content, byte for byte: two files of one second, or of one day, are two.
struct MessageIdentity {
    let desk: String
    let type: String
    let fileDate: String
    let number: String

    /// A UUID of version 8 (RFC 9562): the first bits of the SHA-256 of the name, so that nobody finds two messages with one id.
    func id(of content: Bytes) -> SubmissionID {
        var hash = SHA256()
        for part in ["interfaceNuu", desk, type, fileDate, number] {
            hash.update(data: Array(part.trimmed.utf8) + [0x1F])
        }
        if number.trimmed.isEmpty || !FileDate.hasTime(fileDate) { hash.update(data: Array(content)) }
        return hash.finalize().withUnsafeBytes { bytes in
            SubmissionID(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                    & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000,
            )
        }
    }
}
