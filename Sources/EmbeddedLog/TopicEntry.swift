/// A topic as it is stored; nothing in it ever changes, so a process asks for it once.
struct TopicEntry: Sendable {
    var firstPartition: Int64
    var partitionCount: Int
    var isCompact: Bool
    /// Its records bear the time of their append, whatever their senders say.
    var hasLogTime: Bool
}
