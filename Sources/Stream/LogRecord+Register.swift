import Schemas
import WorkerKit

extension LogRecord {
    /// What this record of the register says; nil where nobody asked for its kind.
    ///
    /// Throws `unreadable`, with the place, for a record that cannot be read. The register is the truth that everybody decides
    /// by: whoever skipped a record of it would say otherwise than the others from then on, in silence.
    package func registerRecord(
        in partition: TopicPartition,
        _ interest: Interest,
        reader: String = "this command",
    ) throws(LogError) -> RegisterRecord? {
        let reason: String
        do throws(RegisterRecord.Unreadable) {
            if let value { return try RegisterRecord.decode(value, offset: offset, interest: interest) }
            reason = "it has no value"
        } catch {
            reason = "\(error)"
        }
        throw LogError(
            .unreadable,
            .restart,
            "\(partition)@\(offset): \(reader) cannot read this record of the register, and skips none (\(reason)). "
                + "See \"A register record that cannot be read\" in docs/operations/recover.md",
        )
    }
}
