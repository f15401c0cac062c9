import Register
import Schemas

extension Topic {
    /// The settings that a topic is given.
    ///
    /// Source: https://kafka.apache.org/41/configuration/topic-configs/
    package func configuration(replication: Int, clock: RegisterClock) -> [String: String] {
        var configuration = [
            "cleanup.policy": cleanup.rawValue,
            // A commit survives the loss of one broker, where there are three.
            "min.insync.replicas": "\(max(1, replication - 1))",
            // A replica that missed commits must not become the leader: what was acknowledged would be gone.
            "unclean.leader.election.enable": "false",
            // The day of reception is the log's. What follows from a submission bears its time, however late it follows.
            // When a dropped key is compacted away is for the broker's clock alone, on a replay too.
            "message.timestamp.type": self == .keys || clock == .live && timestamps == .log
                ? "LogAppendTime" : "CreateTime",
            "max.message.bytes": "\(recordBytesMax)",
        ]
        // Brokers measure a batch as it was compressed, and a few kilobytes may hold gigabytes: what comes from outside they
        // unpack, and measure then.
        if self == .submissions { configuration["compression.type"] = "uncompressed" }
        switch clock {
        case .live:
            // Nothing follows from what has not come: a record of the future is a clock that is wrong.
            configuration["message.timestamp.after.max.ms"] = "3600000"
        case .replay:
            // A replay may be ahead of the broker's clock, and always is behind it.
            configuration["message.timestamp.after.max.ms"] = "\(Int64.max)"
            configuration["message.timestamp.before.max.ms"] = "\(Int64.max)"
        }
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

    /// What of a setting is a promise of the register, and what is left to operators.
    package enum SettingBound: Sendable {
        /// The register needs this value and no other.
        case exactly
        /// A smaller one is stricter: it stays.
        case atMost
        /// A larger one is stricter: it stays.
        case atLeast
        /// Stays as an operator set it.
        case operators

        /// Whether a value that was found is as good as the one that is wanted, or better.
        package func admits(_ found: String, wanted: String) -> Bool {
            if found == wanted { return true }
            guard let found = Double(found), let wanted = Double(wanted) else { return false }
            return switch self {
            case .exactly, .operators: false
            case .atMost: found <= wanted
            case .atLeast: found >= wanted
            }
        }
    }

    /// What an operator tightened is never loosened.
    package func bound(of setting: String, clock: RegisterClock) -> SettingBound {
        switch setting {
        // How long submissions and answers to them are kept is no promise of the register. What was exported is: whoever
        // forgets it prints all letters again.
        case "retention.ms", "retention.bytes":
            cleanup == .delete && self != .register && self != .exports ? .operators : .exactly
        // A replay needs the whole span.
        case "message.timestamp.after.max.ms", "message.timestamp.before.max.ms": clock == .live ? .atMost : .exactly
        case "max.message.bytes", "max.compaction.lag.ms", "min.cleanable.dirty.ratio", "segment.bytes": .atMost
        case "min.insync.replicas", "delete.retention.ms": .atLeast
        // Short segments are cleaned sooner; where nothing is cleaned, old dates must not cut them short.
        case "segment.ms": cleanup == .compact ? .atMost : .atLeast
        default: .exactly
        }
    }
}
