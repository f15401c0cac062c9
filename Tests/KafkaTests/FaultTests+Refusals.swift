import Foundation
import KafkaLog
import KafkaSupport
import Register
import Schemas
import Stream
import Testing

extension FaultTests {
    /// A worker that cannot work says why, once, and ends with exit code 1: whatever supervises it shows that to an operator.
    @Suite struct RefusalTests {
        @Test func aMissingTopicIsNamed() throws {
            let broker = try KafkaBroker.makePrivate()
            defer { broker.stop() }
            let missing = Topic.state(of: "numbering")
            let log = try FaultRun.open(broker.address)
            try log.createTopics(Topic.all.filter { $0 != missing }, partitions: Load.partitions, clock: .live)

            let result = try Tool.run(["worker", "numbering", "--kafka", broker.address])
            #expect(result.status == 1)
            #expect(result.errors.contains("there is no topic \(missing.name) on \(broker.address)"))
            #expect(result.errors.contains("topics apply"))
        }

        @Test func refusedCredentialsAreSaidToBe() throws {
            let broker = try KafkaBroker.makePrivate(credentials: .init(user: "registre", password: "secret-42"))
            defer { broker.stop() }
            func run(password: String) throws -> (status: Int32, errors: String) {
                try Tool.run(
                    ["worker", "numbering", "--kafka", broker.address],
                    environment: [
                        "NU_KAFKA_SECURITY_PROTOCOL": "sasl_plaintext", "NU_KAFKA_SASL_MECHANISM": "PLAIN",
                        "NU_KAFKA_SASL_USERNAME": "registre", "NU_KAFKA_SASL_PASSWORD": password,
                    ]
                )
            }
            let refused = try run(password: "wrong-43")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("the broker at \(broker.address) refuses the credentials"))
            #expect(!refused.errors.contains("wrong-43"))

            // The right ones get further: there are no topics.
            let accepted = try run(password: "secret-42")
            #expect(accepted.status == 1)
            #expect(accepted.errors.contains("there is no topic"))
            #expect(!accepted.errors.contains("secret-42"))
        }
    }
}
