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

    /// A UUID of version 8 (RFC 9562): its bits are the register's own, and follow from the name.
    func id(of content: Bytes) -> SubmissionID {
        var builder = FingerprintBuilder()
        for part in ["interfaceNuu", desk, type, fileDate, number] {
            builder.add(part.trimmed)
            builder.add(separator: 0x1F)
        }
        if number.trimmed.isEmpty || !FileDate.hasTime(fileDate) { builder.add(content) }
        let bits = builder.finish()
        return SubmissionID(
            high: bits.high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
            low: bits.low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000,
        )
    }
}
