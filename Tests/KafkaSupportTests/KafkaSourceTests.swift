import Foundation
import Testing

@testable import KafkaSupport

@Suite struct KafkaSourceTests {
    @Test func aBrokerThatRunsComesFirst() {
        let source = KafkaSource.look(in: ["NU_TEST_KAFKA": "broker.example.org:9092", "KAFKA_HOME": "/nowhere"])
        guard case .running("broker.example.org:9092") = source else {
            Issue.record("\(source)")
            return
        }
        #expect(source.isPresent)
        #expect(source.installation == nil)
    }

    @Test func withoutKafkaTheReasonIsOneLineThatSaysWhatToSet() {
        let source = KafkaSource.look(in: [:], usual: "/nowhere")
        #expect(!source.isPresent)
        #expect(source.reason.contains("NU_TEST_KAFKA=host:port"))
        #expect(source.reason.contains("KAFKA_HOME"))
        #expect(!source.reason.contains("\n"))
    }

    @Test func aWrongHomeIsSaidRatherThanPassedOver() {
        let source = KafkaSource.look(in: ["KAFKA_HOME": "/nowhere"])
        #expect(!source.isPresent)
        #expect(source.reason.contains("/nowhere"))
    }
}
