/// Where a batch is stored: its partition and the last offset it covers, in one integer.
///
/// Room for 4 million partitions of 10¹² records each.
enum BatchID {
    static let offsetBits: Int64 = 40
    static let offsetMax: Int64 = 1 << offsetBits - 1

    static func of(_ partition: Int64, last offset: Int64) -> Int64 {
        precondition(partition >= 0 && partition < 1 << 22, "partition id \(partition) is out of range")
        precondition(offset >= 0 && offset <= offsetMax, "offset \(offset) is out of range")
        return partition << offsetBits | offset
    }

    static func lastOffset(_ id: Int64) -> Int64 { id & offsetMax }
}
