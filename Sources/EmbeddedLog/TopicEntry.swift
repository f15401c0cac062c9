/// A topic as it is stored; nothing in it ever changes, so a process asks for it once.
struct TopicEntry: Sendable {
    var firstPartition: Int64
    var partitionCount: Int
    var isCompact: Bool

    /// Whether its partitions have numbers that batches can be stored under.
    var isPossible: Bool {
        (0...BatchID.partitionMax).contains(firstPartition) && (1...Int(BatchID.partitionMax)).contains(partitionCount)
            && firstPartition + Int64(partitionCount) - 1 <= BatchID.partitionMax
    }
    /// Its records bear the time of their append, whatever their senders say.
    var hasLogTime: Bool
}
