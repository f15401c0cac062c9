import Schemas
import WorkerKit

extension LogRecord {
    /// Decodes a record of `nu.register`. Returns nil when `interest` does not ask for its kind.
    ///
    /// Throws `unreadable`, with partition and offset, for a record that cannot be decoded. All workers and commands must read the
    /// same facts: a reader that skipped one would disagree with the others, and nobody would notice.
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
