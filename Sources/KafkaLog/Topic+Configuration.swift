import Schemas

extension Topic {
    /// The settings that a topic is given.
    ///
    /// Source: https://kafka.apache.org/41/configuration/topic-configs/
    package func configuration(replication: Int) -> [String: String] {
        var configuration = [
            "cleanup.policy": cleanup.rawValue,
            // A commit survives the loss of one broker, where there are three.
            "min.insync.replicas": "\(max(1, replication - 1))",
            // A replica that missed commits must not become the leader: what was acknowledged would be gone.
            "unclean.leader.election.enable": "false",
            // Days and deadlines follow from the time that a record was given, in a replay too.
            // But when a dropped key is compacted away is for the broker's clock alone.
            "message.timestamp.type": self == .keys ? "LogAppendTime" : "CreateTime",
            // A replay may be ahead of the broker's clock, and always is behind it.
            "message.timestamp.after.max.ms": "\(Int64.max)",
            "message.timestamp.before.max.ms": "\(Int64.max)",
            "max.message.bytes": "\(recordBytesMax)",
        ]
        // Brokers measure a batch as it was compressed, and a few kilobytes may hold gigabytes: what comes from outside they
        // unpack, and measure then.
        if self == .submissions { configuration["compression.type"] = "uncompressed" }
        switch cleanup {
        case .delete:
            // The register is the log: nothing of it may go by itself. Old dates must not cut segments short either.
            configuration["retention.ms"] = "-1"
            configuration["retention.bytes"] = "-1"
            configuration["segment.ms"] = "31536000000"
        case .compact:
            // What was deleted or replaced is gone within a week, also where little is written.
            configuration["max.compaction.lag.ms"] = "604800000"
            configuration["segment.ms"] = "86400000"
            configuration["segment.bytes"] = "67108864"
            configuration["min.cleanable.dirty.ratio"] = "0.3"
            configuration["delete.retention.ms"] = "86400000"
        }
        return configuration
    }

    /// Settings that stay as an operator set them: how long submissions and answers to them are kept is no promise of
    /// the register. What was exported is: whoever forgets it prints all letters again.
    package var settingsOfOperators: Set<String> {
        cleanup == .delete && self != .register && self != .exports ? ["retention.ms", "retention.bytes"] : []
    }
}
