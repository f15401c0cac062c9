import Register
import Schemas

/// Tells a resend from the same id on other content: what was asked, where, by which desk, received when.
///
/// Over the normalised content, so JSON and protobuf give the same. Not over the agent or the time of publication: who
/// sends again after a failure may be someone else, later.
enum ContentFingerprint {
    static func of(_ submission: WireSubmission, desk: DeskCode, territory: Territory) -> UInt64 {
        var builder = FingerprintBuilder()
        builder.add(UInt8(truncatingIfNeeded: submission.request.submissionKind.rawValue))
        // As given: when it is left out, the day is that of publication, which a resend changes.
        builder.add(submission.receivedOn)
        builder.add(separator: 0x1F)
        builder.add(desk.packed)
        builder.add(territory.rawIndex)
        // The schema has no maps and unknown fields are gone: fields are written in the order of their numbers.
        builder.add(submission.request.encodedBytes())
        return builder.finish().low
    }
}
