/// Where a batch is stored: its partition and the last offset it covers, in one integer.
///
/// Room for 4 million partitions of 10¹² records each.
enum BatchID {
    static let offsetBits: Int64 = 40
    static let offsetMax: Int64 = 1 << offsetBits - 1
    static let partitionMax: Int64 = 1 << 22 - 1

    /// Throws for what no file that we wrote holds.
    static func of(_ partition: Int64, last offset: Int64) throws(BatchReader.Failure) -> Int64 {
        guard (0...partitionMax).contains(partition), (0...offsetMax).contains(offset) else { throw .badOffset }
        return partition << offsetBits | offset
    }

    static func lastOffset(_ id: Int64) -> Int64 { id & offsetMax }
}
