import KafkaClient
import Stream

extension LogError {
    package init(_ error: KafkaError) {
        let remedy: Remedy =
            switch error.remedy {
            case .retry: .retry
            case .abort: .abort
            case .restart: .restart
            }
        let code: Code =
            switch error.kind {
            case .fenced: .fenced
            case .unknownTopic: .unknownTopic
            case .tooLarge: .recordTooLarge
            case .refused, .invalid: .configuration
            case .other: remedy == .restart ? .storage : .busy
            }
        self.init(code, remedy, "Kafka: \(error)")
    }
}

/// Makes calls of the client throw what a log throws.
func asLog<R>(_ body: () throws(KafkaError) -> R) throws(LogError) -> R {
    do throws(KafkaError) { return try body() } catch { throw LogError(error) }
}

func failureOf(_ body: () throws(KafkaError) -> Void) -> KafkaError? {
    do throws(KafkaError) { try body() } catch { return error }
    return nil
}
