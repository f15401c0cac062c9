import Foundation

/// One node that is broker and controller, for tests: everything once, nothing waited for.
struct BrokerSettings {
    let ports: [Int]
    let folder: URL
    let credentials: KafkaBroker.Credentials?

    /// A cluster needs an id; a test's cluster is never mistaken for another.
    private static let cluster = "bnVtZXJvLXVuaXF1ZS10dw"

    var formatArguments: [String] { ["format", "-t", Self.cluster, "-c", propertiesPath] }

    func command(_ installation: KafkaInstallation) -> [String] {
        installation.command(
            "kafka.Kafka",
            [propertiesPath],
            heapMegabytes: 512,
            options: ["-Dlog4j2.configurationFile=\(loggingPath)"]
        )
    }

    func write() throws {
        try properties.joined(separator: "\n").write(toFile: propertiesPath, atomically: true, encoding: .utf8)
        try Self.logging.write(toFile: loggingPath, atomically: true, encoding: .utf8)
    }

    private var propertiesPath: String { folder.appendingPathComponent("server.properties").path }
    private var loggingPath: String { folder.appendingPathComponent("log4j2.properties").path }

    private var properties: [String] {
        let listener = credentials == nil ? "PLAINTEXT" : "SASL_PLAINTEXT"
        return [
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:\(ports[1])",
            "listeners=\(listener)://127.0.0.1:\(ports[0]),CONTROLLER://127.0.0.1:\(ports[1])",
            "advertised.listeners=\(listener)://127.0.0.1:\(ports[0])",
            "inter.broker.listener.name=\(listener)",
            "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,\(listener):\(listener)",
            "log.dirs=\(folder.appendingPathComponent("data").path)",

            "num.network.threads=2",
            "num.io.threads=4",
            "default.replication.factor=1",
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=8",
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "transaction.state.log.num.partitions=8",
            "auto.create.topics.enable=false",
            // A broker that was killed is let in again only when the session of its former self is over.
            "broker.session.timeout.ms=3000",
            "broker.heartbeat.interval.ms=500",

            "group.initial.rebalance.delay.ms=0",
            "group.min.session.timeout.ms=1000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
            "log.cleaner.backoff.ms=100",
            "log.cleaner.dedupe.buffer.size=16777216",
            // A simulation writes days that are still to come.
            "log.message.timestamp.after.max.ms=\(Int64.max)",
        ] + authentication
    }

    /// The broker is its own only client among brokers, and has the same password.
    private var authentication: [String] {
        guard let credentials else { return [] }
        let login = [
            "org.apache.kafka.common.security.plain.PlainLoginModule required",
            "username=\"\(credentials.user)\"",
            "password=\"\(credentials.password)\"",
            "user_\(credentials.user)=\"\(credentials.password)\";",
        ]
        return [
            "sasl.enabled.mechanisms=PLAIN",
            "sasl.mechanism.inter.broker.protocol=PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config=\(login.joined(separator: " "))",
        ]
    }

    /// To standard output, which the keeper writes into the folder.
    private static let logging = """
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d %p %c{1} %m%n
        rootLogger.level = info
        rootLogger.appenderRefs = console
        rootLogger.appenderRef.console.ref = console

        """
}
