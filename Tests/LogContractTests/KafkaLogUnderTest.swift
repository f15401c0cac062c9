import Foundation
import KafkaLog
import Logging
import Schemas
import Stream

struct KafkaLogUnderTest: LogUnderTest {
    let address: String
    var testDescription: String { "KafkaLog" }

    func makeStorage() throws -> any LogStorage { Storage(address) }

    final class Storage: LogStorage {
        private let address: String

        init(_ address: String) { self.address = address }

        func open() throws -> any StreamLog {
            var settings = KafkaLog.Settings(brokers: address)
            settings.sessionMilliseconds = 6_000
            settings.transactionMilliseconds = 5_000
            var logger = Logger(label: "kafka")
            logger.logLevel = .critical
            return try KafkaLog(settings, logger: logger)
        }

        func compact(_ topic: Topic, of log: any StreamLog) throws {}
    }
}
