import Foundation
import Glibc
import Synchronization

extension KafkaBroker {
    /// What tests that share a broker find.
    package enum Outcome: Sendable {
        case running(address: String)
        case absent(reason: String)
    }

    /// The one broker of this process for tests that need no faults, started when first asked for. They keep apart by
    /// the names of their topics and groups.
    ///
    /// Throws when Kafka is there and does not start: such tests should fail rather than be left out.
    package static var shared: Outcome {
        get throws { try startedOnce.get() }
    }

    /// The address of the shared broker, for tests that are left out without one.
    package static var sharedAddress: String {
        get throws {
            switch try shared {
            case .running(let address): return address
            case .absent(let reason): throw KafkaSupportError(reason)
            }
        }
    }

    /// Where the shared broker keeps its partitions; nil when it is somebody else's.
    package static var sharedData: URL? {
        get throws {
            _ = try shared
            return kept.withLock { $0?.data }
        }
    }

    /// A broker for one test alone, which may kill it. Only for tests that are left out without an installation.
    package static func makePrivate(credentials: Credentials? = nil) throws -> KafkaBroker {
        guard let installation = KafkaSource.found.installation else {
            throw KafkaSupportError("private brokers need KAFKA_HOME, and no NU_TEST_KAFKA")
        }
        return try KafkaBroker(installation, credentials: credentials)
    }

    private static let startedOnce = Result {
        switch KafkaSource.found {
        case .running(let address): return Outcome.running(address: address)
        case .absent(let reason): return .absent(reason: reason)
        case .installed(let installation):
            let broker = try KafkaBroker(installation)
            kept.withLock { $0 = broker }
            // The keeper would see to it too, a moment after this process is gone.
            atexit { KafkaBroker.kept.withLock { $0?.stop() } }
            return .running(address: broker.address)
        }
    }

    /// For as long as this process.
    private static let kept = Mutex<KafkaBroker?>(nil)
}
