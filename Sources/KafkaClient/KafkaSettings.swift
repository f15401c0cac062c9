import CRdKafka

/// Settings of librdkafka by their names. Values are never printed: some are secrets.
///
/// Source: https://github.com/confluentinc/librdkafka/blob/v2.0.2/CONFIGURATION.md
package struct KafkaSettings: Sendable, CustomStringConvertible {
    package private(set) var values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    package subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// These settings where `others` says nothing.
    package func overridden(by others: KafkaSettings) -> KafkaSettings {
        KafkaSettings(values.merging(others.values) { $1 })
    }

    package var description: String { values.keys.sorted().joined(separator: ", ") }

    /// Whether librdkafka knows the setting and takes the value. The reason does not repeat the value.
    package static func check(_ name: String, _ value: String) throws(KafkaError) {
        let configuration = try KafkaSettings([name: value]).makeConfiguration()
        rd_kafka_conf_destroy(configuration)
    }

    /// The caller owns the result, or hands it to `rd_kafka_new`.
    func makeConfiguration() throws(KafkaError) -> OpaquePointer {
        let configuration: OpaquePointer = try made(rd_kafka_conf_new(), "making a configuration")
        // Ordered, so that a wrong setting is named the same way each time.
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            var text = [CChar](repeating: 0, count: 512)
            let result = rd_kafka_conf_set(configuration, name, value, &text, text.count)
            guard result == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                let problem =
                    result == RD_KAFKA_CONF_UNKNOWN ? "is no setting of librdkafka" : "does not take its value"
                throw KafkaError(code: RD_KAFKA_RESP_ERR__INVALID_ARG, remedy: .restart, "\(name) \(problem)")
            }
        }
        return configuration
    }
}
