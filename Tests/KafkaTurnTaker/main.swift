// A process for `TwoProducersTests` to kill. Arguments: the broker, the group, the member's name, how many producers it
// has, the input and the output.
//
// Copies one topic into another, partition by partition, as a lane does: each batch of records is one transaction with the
// position behind it. With two producers they take turns, so that one begins while the markers of the other are written.

import Foundation
import KafkaClient
import KafkaLog
import Logging
import Stream

let (address, group, name) = (CommandLine.arguments[1], CommandLine.arguments[2], CommandLine.arguments[3])
let producerCount = Int(CommandLine.arguments[4]) ?? 1
let (input, output) = (CommandLine.arguments[5], CommandLine.arguments[6])

var logger = Logger(label: "turn taker") { StreamLogHandler.standardError(label: $0) }
logger.logLevel = .error
var settings = KafkaLog.Settings(brokers: address)
settings.sessionMilliseconds = 6_000
settings.transactionMilliseconds = 5_000
let watchdog = Watchdog(boundMilliseconds: 60_000, logger: logger)

// They end what a predecessor left open, which its positions may wait for.
let producers = try (0..<producerCount).map { index in
    try KafkaProducer(
        settings.producer(id: index == 0 ? "\(group).\(name)" : "\(group).\(name).\(index + 1)"),
        logger: logger,
        watchdog: watchdog,
    )
}
let consumer = try KafkaConsumer(settings.member(group: group, name: name), logger: logger, watchdog: watchdog)
try consumer.subscribe([input])

var held: Set<TopicPartition> = []
var turn = 0

while true {
    let polled = try consumer.poll(limit: 40, timeoutMilliseconds: 200)
    for change in polled.changes {
        switch change {
        case .revoked(let partitions, _): held.subtract(partitions)
        case .assigned(let partitions, _):
            held.formUnion(partitions)
            for partition in partitions { try consumer.resume(partition) }
        }
    }
    let batches = polled.batches.filter { held.contains($0.partition) }
    guard !batches.isEmpty else { continue }
    let records = batches.flatMap { batch in
        batch.records.map {
            OutgoingRecord(
                TopicPartition(output, batch.partition.partition),
                key: nil,
                value: $0.value.map(Array.init),
                timestamp: 1_000
            )
        }
    }
    let positions = Dictionary(uniqueKeysWithValues: batches.map { ($0.partition, $0.next) })
    do throws(KafkaError) {
        try producers[turn].commit(records, positions: positions, of: consumer)
    } catch {
        guard error.remedy != .restart else { throw error }
        let committed = try consumer.committed(Array(positions.keys))
        for partition in positions.keys { try consumer.seek(partition, to: committed[partition] ?? 0) }
    }
    turn = (turn + 1) % producers.count
}
