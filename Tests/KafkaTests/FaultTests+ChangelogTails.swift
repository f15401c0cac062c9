import Assembly
import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Register
import Schemas
import Stream
import TestSupport
import Testing

extension FaultTests {
    /// A changelog seldom ends with a row: marks of transactions come after it, and what a dead process left behind. A lane
    /// restores what is before, and runs.
    @Suite struct ChangelogTailTests {
        private let load = Load(count: 200)

        @Test func aChangelogThatEndsWithMarksIsRestored() throws {
            try restore { log in
                for changelog in try changelogs(log) {
                    var last: Int64 = -1
                    for record in try log.read(changelog, from: 0, limit: .max).records { last = record.offset }
                    #expect(try log.endOffset(of: changelog) > last + 1, "a mark stands at the end of \(changelog)")
                }
            }
        }

        @Test func aChangelogThatEndsWithAnAbortedTransactionIsRestored() throws {
            try restore { log in
                for changelog in try changelogs(log) {
                    let end = try log.endOffset(of: changelog)
                    let rows = try log.read(changelog, from: 0, limit: .max).records.count
                    try abort(on: changelog, log)
                    #expect(try log.endOffset(of: changelog) > end + 1, "something was written and not committed")
                    #expect(try log.read(changelog, from: 0, limit: .max).records.count == rows)
                }
            }
        }

        /// Half the load, then the tail, then new lanes and the other half.
        private func restore(_ makeTail: (KafkaLog) throws -> Void) throws {
            let broker = try KafkaBroker.makePrivate()
            defer { broker.stop() }
            let log = try FaultRun.open(broker.address)
            try log.createTopics(Topic.all, partitions: Load.partitions)
            _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .replay)
            try log.append([Load.desk] + load.records.prefix(100))
            try Crew(log).work(until: 100)
            try makeTail(log)
            try log.append(Array(load.records.dropFirst(100)))
            try Crew(log).work(until: load.records.count)
            try expectUndisturbed(log, load)
        }

        /// The partitions of all changelogs that have rows.
        private func changelogs(_ log: KafkaLog) throws -> [TopicPartition] {
            let all = Topic.registerWorkers.flatMap { worker in
                (0..<Load.partitions).map { TopicPartition(Topic.state(of: worker).name, $0) }
            }
            let found = try all.filter { try log.endOffset(of: $0) > 0 }
            #expect(found.count >= Topic.registerWorkers.count)
            return found
        }

        /// Writes rows that would spoil every table, and aborts: the last record is larger than a producer takes.
        private func abort(on partition: TopicPartition, _ log: KafkaLog) throws {
            let settings = KafkaSettings([
                "bootstrap.servers": log.settings.brokers, "transactional.id": "aborts", "message.max.bytes": "100000",
                // What is not sent yet when the transaction is aborted is not written at all: a full queue keeps the last
                // record back until the others are.
                "queue.buffering.max.messages": "10",
            ])
            var logger = Logger(label: "kafka")
            logger.logLevel = .critical
            let watchdog = Watchdog(boundMilliseconds: 60_000, logger: logger)
            let producer = try KafkaProducer(settings, logger: logger, watchdog: watchdog)
            let rows = (0..<50).map { OutgoingRecord(partition, key: [1, UInt8($0)], value: [255], timestamp: 0) }
            let tooLarge = OutgoingRecord(
                partition,
                key: [1],
                value: [UInt8](repeating: 0, count: 200_000),
                timestamp: 0
            )
            #expect(throws: KafkaError.self) { try producer.commit(rows + [tooLarge]) }
        }
    }
}
