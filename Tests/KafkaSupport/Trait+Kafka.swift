import Testing

extension Trait where Self == ConditionTrait {
    /// For tests of the shared broker: left out, with the reason, where there is no Kafka.
    package static var needsKafka: Self {
        .enabled(if: KafkaSource.found.isPresent, Comment(rawValue: KafkaSource.found.reason))
    }

    /// For tests that start brokers of their own.
    package static var needsPrivateKafka: Self {
        .enabled(if: KafkaSource.found.installation != nil, Comment(rawValue: KafkaSource.found.reason))
    }
}
