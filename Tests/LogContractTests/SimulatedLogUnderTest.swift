import Schemas
import Stream
import TestSupport

struct SimulatedLogUnderTest: LogUnderTest {
    var testDescription: String { "SimulatedLog" }

    func makeStorage() -> any LogStorage { Storage() }

    /// Memory outlives the handle: opening again is getting the same log.
    final class Storage: LogStorage {
        private let log: SimulatedLog

        init() {
            var faults = SimulatedLog.Faults()
            // No fault to a reader: Kafka's offsets have holes, too.
            faults.gap = 0.3
            log = SimulatedLog(random: SeededRandom(seed: 1), faults: faults)
        }

        func open() -> any StreamLog { log }

        func compact(_ topic: Topic, of log: any StreamLog) {
            self.log.compact(topic.name, dropTombstones: true)
        }
    }
}
