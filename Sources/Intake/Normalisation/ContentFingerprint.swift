import Crypto
import Register
import Schemas

/// Tells a resend from the same id on other content: what was asked, where, by which desk, received when.
///
/// SHA-256, of which the first 64 bits are kept. Where the register is sealed, the sealer of forms takes them into an HMAC with the
/// whole request: 64 bits that anybody can compute are too few to withstand whoever looks for two contents with the same ones.
///
/// Over the normalised content, so JSON and protobuf give the same. Not over the agent or the time of publication: who
/// sends again after a failure may be someone else, later.
enum ContentFingerprint {
    static func of(_ submission: WireSubmission, desk: DeskCode, territory: Territory) -> UInt64 {
        var start = WireWriter(capacity: 32)
        start.bytes.append(UInt8(truncatingIfNeeded: submission.request.submissionKind.rawValue))
        // As given: when it is left out, the day is that of publication, which a resend changes.
        start.bytes.append(contentsOf: submission.receivedOn.utf8)
        start.bytes.append(0x1F)
        start.raw(bigEndian: UInt64(desk.packed))
        start.bytes.append(territory.rawIndex)
        var hash = SHA256()
        hash.update(data: start.bytes)
        // The schema has no maps and unknown fields are gone: fields are written in the order of their numbers.
        hash.update(data: submission.request.encodedBytes())
        return hash.finalize().withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    }
}
