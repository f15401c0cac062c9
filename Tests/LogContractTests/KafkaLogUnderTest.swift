import Foundation
import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Schemas
import Stream
import Synchronization

/// On the tests' shared broker; absent, with a line that says why, where there is no Kafka.
struct KafkaLogUnderTest: LogUnderTest {
    var testDescription: String { "KafkaLog" }

    static var ifPresent: [any LogUnderTest] { KafkaSource.found.isPresent ? [KafkaLogUnderTest()] : [] }

    /// Whether the broker's folder can be looked into, which waiting for its compaction needs.
    var canCompact: Bool { KafkaSource.found.installation != nil }

    func makeStorage() throws -> any LogStorage { Storage(try KafkaBroker.sharedAddress) }

    final class Storage: LogStorage {
        private let address: String
        private let logger: Logger
        /// Later than every record, and each time by more than a segment lasts.
        private let rollAt = Mutex<Int64>(4_200_000_000_000)

        init(_ address: String) {
            self.address = address
            var logger = Logger(label: "kafka")
            logger.logLevel = .critical
            self.logger = logger
        }

        func open() throws -> any StreamLog {
            var settings = KafkaLog.Settings(brokers: address)
            settings.sessionMilliseconds = 6_000
            settings.transactionMilliseconds = 5_000
            settings.topics = [
                "min.cleanable.dirty.ratio": "0", "delete.retention.ms": "0", "max.compaction.lag.ms": "100",
            ]
            return try KafkaLog(settings, logger: logger)
        }

        /// What is written last is not compacted: a segment goes on until a later record opens the next. That record
        /// is taken back, so that nobody sees it.
        func compact(_ topic: Topic, of log: any StreamLog) throws {
            guard topic.cleanup == .compact else { return }
            let partitions = (0..<(try log.partitionCount(of: topic.name))).map { topic.partition($0) }
            let ends = try log.endOffsets(of: partitions)
            let producer = try KafkaProducer(
                KafkaSettings(["bootstrap.servers": address, "transactional.id": "compact.\(topic.name)"]),
                logger: logger,
                watchdog: Watchdog(boundMilliseconds: 60_000, logger: logger),
            )
            let timestamp = rollAt.withLock {
                $0 += 2 * 86_400_000
                return $0
            }
            for partition in partitions {
                try producer.writeAndAbort([
                    OutgoingRecord(partition, key: [0], value: [], timestamp: timestamp)
                ])
            }
            let checkpoint = try KafkaBroker.sharedData!.appendingPathComponent("cleaner-offset-checkpoint")
            try eventually {
                // Nothing tells when the broker's cleaner has been here.
                usleep(20_000)
                let lines = (try? String(contentsOf: checkpoint, encoding: .utf8))?.split(separator: "\n") ?? []
                let cleaned = Dictionary(
                    lines.compactMap { line -> (String, Int64)? in
                        let words = line.split(separator: " ")
                        return words.count == 3 ? ("\(words[0])[\(words[1])]", Int64(words[2])!) : nil
                    }
                ) { $1 }
                return partitions.allSatisfy { cleaned["\($0)", default: 0] >= ends[$0]! }
            }
        }
    }
}
