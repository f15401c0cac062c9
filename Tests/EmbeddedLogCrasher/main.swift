// Appends groups of records until it is killed, and says each time that a group is acknowledged.
// Arguments: the path of the log, the number of partitions.

import EmbeddedLog
import Foundation
import Schemas
import Stream

let path = CommandLine.arguments[1]
let partitions = Int(CommandLine.arguments[2])!
let log = try EmbeddedLog(path: path)
let topic = Topic("crash", .compact, key: "group", [.octets])
try log.createTopics([topic], partitions: partitions)

let member = try log.join(group: "crashers", member: "one", topics: [topic.name])
var held: Set<TopicPartition> = []
while held.count < partitions {
    held.formUnion(try member.poll(limit: 1, timeoutMilliseconds: 100).assigned.map(\.partition))
}
let counted = TopicPartition(topic.name, 0)
var number = try log.committedOffset(of: "crashers", in: counted) ?? 0
while true {
    // One record in each partition; the position counts the groups.
    let records = (0..<partitions).map { partition in
        OutgoingRecord(
            TopicPartition(topic.name, partition),
            key: Array("\(number)".utf8),
            value: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Int(number % 3_000)),
            timestamp: number,
        )
    }
    try member.commit(LogTransaction(records: records, positions: [counted: number + 1]))
    number += 1
    FileHandle.standardOutput.write(Data("\(number)\n".utf8))
}
