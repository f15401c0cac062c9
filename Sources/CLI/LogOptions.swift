import ArgumentParser
import EmbeddedLog
import Foundation
import KafkaLog
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Which log a command works on.
struct LogOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The embedded log: one file, made when it is missing.", valueName: "file"))
    var log: String = ProcessInfo.processInfo.environment["NU_LOG"] ?? LogOptions.firstTry

    @OptionGroup var kafka: KafkaOptions

    @Option(help: "Partitions of the register when the log is made. They cannot be changed later.")
    var partitions: Int = 8

    static let firstTry = "numero-unique.sqlite"

    /// What the log is, for messages.
    var place: String { kafka.brokers ?? log }
    /// How another command is told of the same log.
    var argument: String { kafka.brokers.map { "--kafka \($0)" } ?? "--log \(log)" }

    func validate() throws {
        guard (1...256).contains(partitions) else { throw ValidationError("--partitions takes 1 to 256") }
    }

    /// Opens the log, making it and its topics where they are missing.
    ///
    /// On Kafka nothing is made: that is for `topics apply`, where an operator sees what would be done.
    func open(clock: RegisterClock = .live) throws -> any StreamLog {
        if let log = try kafka.open() {
            for topic in Topic.all { _ = try log.partitionCount(of: topic.name) }
            return log
        }
        let log = try EmbeddedLog(path: log)
        try log.createTopics(Topic.all, partitions: partitions, clock: clock)
        return log
    }

    /// Opens a log that must be there.
    func openExisting() throws -> any StreamLog {
        if kafka.brokers == nil { _ = try openForReading() }
        return try open()
    }

    /// Opens a log that must be there, and changes nothing of it: neither a table nor a topic is made.
    func openForReading() throws -> any StreamLog {
        guard kafka.brokers == nil else { return try open() }
        var about = stat()
        guard stat(log, &about) == 0 else { throw missing("there is no log at \(log)") }
        guard about.st_size > 0 else { throw missing("there is no register in \(log), it is empty") }
        let found = try EmbeddedLog(reading: log)
        guard (try? found.partitionCount(of: Topic.register.name)) != nil else {
            throw missing("there is no register in \(log), it has no topics")
        }
        return found
    }

    private func missing(_ what: String) -> ValidationError {
        ValidationError("\(what): start one with `numero-unique up --log \(log)`, or name another with --log")
    }
}

extension StreamLog {
    /// Every partition of a topic.
    func partitions(of topic: Topic) throws(LogError) -> [TopicPartition] {
        (0..<(try partitionCount(of: topic.name))).map { TopicPartition(topic.name, $0) }
    }

    /// Reads a topic from its beginning to where it ends now.
    func readAll(_ topic: Topic, _ body: (TopicPartition, LogRecord) throws -> Void) throws {
        for partition in try partitions(of: topic) {
            try read(partition, to: try endOffset(of: partition)) { try body(partition, $0) }
        }
    }

    /// The same with a bar, for what may be long; of one partition alone where it is named.
    func readAll(
        _ topic: Topic,
        _ only: TopicPartition? = nil,
        saying title: String,
        _ body: (LogRecord) throws -> Void,
    ) throws {
        let ends = try (only.map { [$0] } ?? partitions(of: topic)).map { ($0, try endOffset(of: $0)) }
        var bar = ProgressBar(title, total: ends.reduce(0) { $0 + Int($1.1) })
        defer { bar.finish() }
        var before = 0
        for (partition, end) in ends {
            try read(partition, to: end) { record in
                try body(record)
                if record.offset % 8_192 == 0 { bar.update(before + Int(record.offset)) }
            }
            before += Int(end)
        }
    }

    /// Reads a partition from its beginning, or from a place, to `end`, which is not read.
    func read(
        _ partition: TopicPartition,
        from start: Int64 = 0,
        to end: Int64,
        _ body: (LogRecord) throws -> Void,
    ) throws {
        var pass = PartitionPass(self, partition, from: start, to: end)
        while let records = try pass.records() {
            for record in records { try body(record) }
        }
    }

    /// Which register this is. Before it is begun, zeros: nothing is sealed for that one, since an intake seals for the header's.
    func registerID() throws(LogError) -> RegisterID { try registerHeader()?.id ?? RegisterID(high: 0, low: 0) }

    /// The partition of the register that a territory stands in.
    func register(of territory: Territory) throws(LogError) -> TopicPartition {
        let count = try partitionCount(of: Topic.register.name)
        return TopicPartition(Topic.register.name, Partitioner.partition(of: territory.code, count: count))
    }

    /// Reads the facts that are asked for from a partition of the register, up to `end`, which is not read.
    func readRegister(
        _ partition: TopicPartition,
        to end: Int64,
        _ interest: Interest,
        _ body: (RegisterRecord) throws -> Void,
    ) throws {
        try read(partition, to: end) { record in
            if let opened = try record.registerRecord(in: partition, interest) { try body(opened) }
        }
    }

    /// The same of the whole register, as far as it reaches now, a partition after the other.
    func readRegister(_ interest: Interest, _ body: (RegisterRecord) throws -> Void) throws {
        for partition in try partitions(of: .register) {
            try readRegister(partition, to: try endOffset(of: partition), interest, body)
        }
    }

    /// The keys of sealed forms, as far as the vault wants them.
    func readKeys(into vault: inout Vault) throws {
        var opened = vault
        try readAll(.keys) { _, record in
            if let key = record.key { opened.take(key: key, value: record.value) }
        }
        vault = opened
    }

    /// A compacted topic as a table: the last value of each key.
    func readTable(_ topic: Topic) throws -> [String: LogRecord] {
        var rows: [String: LogRecord] = [:]
        try readAll(topic) { _, record in
            guard let key = record.key else { return }
            rows[String(decoding: key, as: UTF8.self)] = record.value == nil ? nil : record
        }
        return rows
    }
}

extension OutgoingRecord {
    /// A record of a topic, in the partition that its key belongs to.
    init(
        _ topic: Topic,
        of partitions: Int,
        key: String,
        value: [UInt8],
        _ type: ContentType,
        signature: SubmissionSignature? = nil,
        timestamp: Int64,
    ) {
        var headers = [LogHeader(HeaderName.contentType, type.rawValue)]
        if let signature { headers += signature.headers }
        self.init(
            TopicPartition(topic.name, Partitioner.partition(of: key, count: partitions)),
            key: Array(key.utf8),
            value: value,
            headers: LogHeaders(headers),
            timestamp: timestamp,
        )
    }
}
