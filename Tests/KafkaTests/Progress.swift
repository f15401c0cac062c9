import Assembly
import Schemas
import Stream

/// How far the workers have come, as the log shows it.
struct Progress {
    private var receipts = Follower(.receipts)
    private var register = Follower(.register)

    var answered: Int { receipts.count }
    var recordCount: Int { receipts.count + register.count }

    mutating func read(_ log: any StreamLog) throws(LogError) {
        try receipts.read(log)
        try register.read(log)
    }

    /// Whether every worker has processed the last record of each partition. Ends are no measure: marks stand before them.
    mutating func isSettled(_ log: any StreamLog) throws(LogError) -> Bool {
        try register.read(log)
        let before = register.last
        for worker in WorkerName.allCases where worker != .intake {
            for (partition, last) in before {
                let place = TopicPartition(Topic.register.name, partition)
                guard try log.committedOffset(of: worker.group, in: place) ?? 0 > last else { return false }
            }
        }
        // What they said meanwhile has to be read, too.
        try register.read(log)
        return register.last == before
    }
}
