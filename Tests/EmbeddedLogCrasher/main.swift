// A process for `EmbeddedLogTests` to kill. Arguments: `write` or `idle`, the path of the log.
//
// `write` commits groups of records and says each time that a group is acknowledged. `idle` joins a group and stays.

import EmbeddedLog
import Foundation
import Schemas
import Stream

let partitions = 3
let journal = Topic("journal", .delete, key: "number", [.octets])
let table = Topic("table", .compact, key: "number modulo 50", [.octets])

var settings = EmbeddedLog.Settings()
// So that a kill finds a compaction under way more often than not.
settings.compactionRecords = 100
settings.compactionStepBytes = 4 << 10
settings.segmentRecords = 20
settings.checkpointBytes = 256 << 10
let log = try EmbeddedLog(path: CommandLine.arguments[2], settings: settings)
try log.createTopics([journal, table], partitions: partitions)

func say(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}

let member = try log.join(group: "crashers", member: "one", topics: [journal.name])
var held = 0
while held < partitions { held += try member.poll(limit: 1, timeoutMilliseconds: 100).assigned.count }
say("ready")

if CommandLine.arguments[1] == "idle" {
    while true { _ = try member.poll(limit: 1, timeoutMilliseconds: 1_000) }
}

let counted = TopicPartition(journal.name, 0)
var number = try log.committedOffset(of: "crashers", in: counted) ?? 0
while true {
    // One record in each partition of both topics; the position counts the groups.
    let records = [(journal, number), (table, number % 50)].flatMap { topic, key in
        (0..<partitions).map { partition in
            OutgoingRecord(
                TopicPartition(topic.name, partition),
                key: Array("\(key)".utf8),
                value: Array("\(number)".utf8),
                headers: [LogHeader("padding", [UInt8](repeating: 0, count: Int(number % 700)))],
                timestamp: number,
            )
        }
    }
    try member.commit(LogTransaction(records: records, positions: [counted: number + 1]))
    number += 1
    say("\(number)")
}
