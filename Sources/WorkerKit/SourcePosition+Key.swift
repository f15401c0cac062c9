import Schemas

// The key of a record of nu.keys.
extension SourcePosition {
    /// `partition/offset`.
    package var keyText: String { "\(partition)/\(offset)" }

    package init?(keyText bytes: Bytes) {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int32(parts[0]), let offset = Int64(parts[1]) else { return nil }
        self.init(partition: partition, offset: offset)
    }
}
