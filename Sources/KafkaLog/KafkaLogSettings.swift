import KafkaClient

extension KafkaLog {
    /// What can be tuned. Every setting of librdkafka can be given in `client`, and goes before what stands here.
    package struct Settings: Sendable {
        /// `host:port`, several separated by commas.
        package var brokers: String
        /// Given by operators: TLS, SASL, whatever librdkafka knows.
        package var client = KafkaSettings()
        /// Copies of each partition when topics are made; 0 is three, or as many as there are brokers.
        package var replication = 0
        /// How long a member may be silent before others take its partitions.
        package var sessionMilliseconds = 30_000
        /// How long a transaction may stay open: less than the session, so that what a dead member left open is aborted
        /// by the time others take over.
        package var transactionMilliseconds = 10_000
        /// How long a poll may be away before the member is taken for dead.
        package var pollIntervalMilliseconds = 300_000
        /// How long a commit may go on trying while brokers are away.
        package var patienceMilliseconds = 60_000
        /// How far apart the transactions of a member stand. Each costs brokers and client some milliseconds of processor
        /// time, however few records it holds.
        package var commitIntervalMilliseconds = 5
        /// How long a poll that brought many records waits for more of them.
        package var gatherMilliseconds = 2
        /// Settings that topics are given beside those of the catalogue, when they are made.
        package var topics: [String: String] = [:]

        package init(brokers: String) { self.brokers = brokers }

        /// What every handle is given.
        package var common: KafkaSettings {
            KafkaSettings([
                "bootstrap.servers": brokers,
                "client.id": "numero-unique",
                "socket.keepalive.enable": "true",
                // A commit is a handful of small requests one after the other: none waits for the answer to another.
                "socket.nagle.disable": "true",
                "log.connection.close": "false",
                // A broker that comes back is found soon.
                "reconnect.backoff.max.ms": "2000",
            ]).overridden(by: client)
        }

        /// How long brokers may keep a fetch waiting that finds nothing.
        private static let fetchWaitMilliseconds = 500

        /// For every consumer, of a group or not.
        var consumer: KafkaSettings {
            var settings = KafkaSettings([
                "isolation.level": "read_committed",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // Says where markers end, which no record does.
                "enable.partition.eof": "true",
                // What comes wakes a fetch; a partition that is resumed waits for the one under way.
                "fetch.wait.max.ms": "\(Self.fetchWaitMilliseconds)",
                "fetch.error.backoff.ms": "50",
                // A full queue is looked at again only after a second (librdkafka before 2.2): it is seldom full.
                "queued.min.messages": "200000",
                "queued.max.messages.kbytes": "32768",
                "max.partition.fetch.bytes": "4194304",
            ])
            if KafkaHandle.isAtLeast(2, 2) { settings["fetch.queue.backoff.ms"] = "5" }
            return settings
        }

        /// For reading outside groups: a fetch under way keeps the next partition waiting.
        var reader: KafkaSettings {
            common.overridden(by: consumer).overridden(by: KafkaSettings(["fetch.wait.max.ms": "10"]))
                .overridden(by: client)
        }

        /// `endsWithin`: milliseconds. That a partition has been read to its end is news that no record brings: it comes with
        /// the answer to a fetch that found nothing, and brokers are asked again and again as often.
        package func member(group: String, name: String, endsWithin: Int = .max) -> KafkaSettings {
            common.overridden(by: consumer).overridden(
                by: KafkaSettings([
                    "client.id": name,
                    "group.id": group,
                    "group.instance.id": name,
                    // Gives the same numbers of all topics to one member; the cooperative assignor of librdkafka 2.0.2
                    // has faults.
                    "partition.assignment.strategy": "range",
                    // A missing offset is never taken for the beginning: the state says where to go on.
                    "auto.offset.reset": "error",
                    "session.timeout.ms": "\(sessionMilliseconds)",
                    "heartbeat.interval.ms": "\(max(100, min(3_000, sessionMilliseconds / 10)))",
                    "max.poll.interval.ms": "\(max(pollIntervalMilliseconds, sessionMilliseconds))",
                    "fetch.wait.max.ms": "\(min(Self.fetchWaitMilliseconds, max(5, endsWithin)))",
                ])
            ).overridden(by: client)
        }

        package func producer(id: String) -> KafkaSettings {
            common.overridden(
                by: KafkaSettings([
                    "transactional.id": id,
                    "transaction.timeout.ms": "\(transactionMilliseconds)",
                    "partitioner": "murmur2_random",
                    "compression.type": "lz4",
                    // The coordinator is busy for a few milliseconds after each commit.
                    "retry.backoff.ms": "1",
                    // What is written ahead gathers; a commit sends what lingers.
                    "linger.ms": "5",
                    "queue.buffering.max.messages": "1000000",
                    "queue.buffering.max.kbytes": "262144",
                    "message.max.bytes": "2000000",
                ])
            ).overridden(by: client)
        }
    }
}
