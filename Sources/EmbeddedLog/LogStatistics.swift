import Foundation
import GRDB
import Stream

/// What a log holds, for an operator.
package struct LogStatistics: Sendable {
    package struct TopicStatistics: Sendable {
        package var name: String
        package var partitions: Int
        /// Records that can be read; less than were appended where compaction removed some.
        package var records: Int
        package var bytes: Int
        /// The sum of the ends of its partitions: how many records were ever appended.
        package var appended: Int64
    }

    package struct GroupStatistics: Sendable {
        package var name: String
        package var generation: Int64
        package var members: [String]
        /// How many offsets lie between the group's positions and the ends, in the partitions it has committed.
        package var lag: Int64
    }

    package var path: String
    package var fileBytes: Int
    package var topics: [TopicStatistics]
    package var groups: [GroupStatistics]
}

extension EmbeddedLog {
    /// Reads counters that are kept with each append, not the records themselves.
    package func statistics() throws(LogError) -> LogStatistics {
        try store.readConsistently { db in
            let topics = try db.rows(
                """
                SELECT name, partition_count, sum(records), sum(bytes), sum(next_offset)
                FROM topics JOIN partitions
                    ON partitions.id >= first_partition AND partitions.id < first_partition + partition_count
                GROUP BY topics.id ORDER BY name
                """
            )
            let groups = try db.rows("SELECT id, name, generation FROM consumer_groups ORDER BY name")
            return LogStatistics(
                path: store.path,
                fileBytes: ["", "-wal"].reduce(0) { $0 + fileSize(store.path + $1) },
                topics: try topics.map {
                    LogStatistics.TopicStatistics(
                        name: try $0.value(0),
                        partitions: try $0.value(1),
                        records: try $0.value(2),
                        bytes: try $0.value(3),
                        appended: try $0.value(4),
                    )
                },
                groups: try groups.map { group in
                    let members = try db.rows("SELECT name FROM members WHERE group_id = ? ORDER BY name", [group[0]])
                    let lag = try db.row(
                        """
                        SELECT coalesce(sum(partitions.next_offset - positions.next_offset), 0)
                        FROM positions JOIN partitions ON id = partition_id WHERE group_id = ?
                        """,
                        [group[0]],
                    )
                    return LogStatistics.GroupStatistics(
                        name: try group.value(1),
                        generation: try group.value(2),
                        members: try members.map { try $0.value(0) },
                        lag: try lag?.value(0) ?? 0,
                    )
                },
            )
        }
    }
}

private func fileSize(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
}
