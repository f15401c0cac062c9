import Foundation
import KafkaLog
import KafkaSupport
import Logging
import Schemas
import Stream
import TestSupport
import Testing

/// Goal: to know whether two transactional producers that take turns under one member can lose records or say them twice
/// (docs/decisions/0015-two-producers-take-turns.md).
///
/// Method: two members copy a topic; all processes are killed at once, again and again. Each partition of the copy must be
/// what its input is up to where it ends: no gap, no record twice, no record before another. `NU_TURNS_KILLS` says how
/// often they are killed.
@Suite(.serialized, .needsPrivateKafka) struct TwoProducersTests {
    private static let partitions = 3
    private static let kills = ProcessInfo.processInfo.environment["NU_TURNS_KILLS"].flatMap(Int.init) ?? 8

    @Test(arguments: [1, 2]) func aCopyIsExactWhateverIsKilled(producers: Int) throws {
        let broker = try KafkaBroker.makePrivate()
        defer { broker.stop() }
        var logger = Logger(label: "kafka")
        logger.logLevel = .critical
        let log = try KafkaLog(KafkaLog.Settings(brokers: broker.address), logger: logger)
        let (input, output) = ("turns.input", "turns.output")
        try log.createTopics(
            [input, output].map { Topic($0, .delete, key: "none", [.octets]) },
            partitions: Self.partitions
        )
        let count = 20_000 * max(1, Self.kills / 8)
        for start in stride(from: 0, to: count, by: 5_000) {
            try log.append(
                (start..<min(count, start + 5_000)).flatMap { number in
                    (0..<Self.partitions).map {
                        OutgoingRecord(
                            TopicPartition(input, $0),
                            key: nil,
                            value: Array("\(number)".utf8),
                            timestamp: 1_000
                        )
                    }
                }
            )
        }

        var random = SeededRandom(seed: 7)
        var running: [Foundation.Process] = []
        defer { for process in running where process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        func start() throws {
            running = try ["a", "b"].map { name in
                try Self.start([broker.address, "turns", name, "\(producers)", input, output])
            }
        }
        var ends: [Int64] = []
        for round in 0..<Self.kills {
            try start()
            let before = try end(of: output, in: log)
            // The copy has gone on, and is in the middle of something.
            let deadline = Date(timeIntervalSinceNow: 60)
            while try end(of: output, in: log) < before + 600, Date() < deadline {
                let areRunning = running.allSatisfy { $0.isRunning }
                #expect(areRunning, "round \(round)")
                usleep(5_000)
            }
            usleep(UInt32.random(in: 0...200_000, using: &random))
            for process in running { kill(process.processIdentifier, SIGKILL) }
            for process in running { process.waitUntilExit() }
            ends.append(try end(of: output, in: log))
        }
        #expect(ends == ends.sorted())

        // What was left open is aborted by the next process of the name.
        try start()
        let last = try end(of: output, in: log)
        let deadline = Date(timeIntervalSinceNow: 60)
        while try end(of: output, in: log) < last + 600, Date() < deadline { usleep(5_000) }
        for process in running { kill(process.processIdentifier, SIGKILL) }
        for process in running { process.waitUntilExit() }
        Thread.sleep(forTimeInterval: 11)

        var total = 0
        for number in 0..<Self.partitions {
            let copied = try numbers(in: TopicPartition(output, number), log)
            total += copied.count
            let firstOff = copied.enumerated().first { $0.offset != $0.element }
            #expect(firstOff == nil, "partition \(number) of \(copied.count), with \(producers) producers")
            let position = try log.committedOffset(of: "turns", in: TopicPartition(input, number))
            #expect(position == nil || Int(position ?? 0) >= copied.count)
        }
        #expect(total > Self.kills * 100, "the copy went on between the kills")
    }

    private static func start(_ arguments: [String]) throws -> Foundation.Process {
        let process = Foundation.Process()
        process.executableURL = Tool.executable("kafka-turn-taker")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func end(of topic: String, in log: KafkaLog) throws -> Int64 {
        try log.endOffsets(of: (0..<Self.partitions).map { TopicPartition(topic, $0) }).values.reduce(0, +)
    }

    private func numbers(in partition: TopicPartition, _ log: KafkaLog) throws -> [Int] {
        var numbers: [Int] = []
        var next: Int64 = 0
        let end = try log.endOffset(of: partition)
        while next < end {
            let batch = try log.read(partition, from: next, limit: 10_000)
            for record in batch.records {
                numbers.append(record.value.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? -1)
            }
            guard batch.next > next else { break }
            next = batch.next
        }
        return numbers
    }
}
