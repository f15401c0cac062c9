import Foundation
import KafkaClient
import Logging

let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

/// The error of a call; nil when there is none.
func failure(_ body: () throws(KafkaError) -> Void) -> KafkaError? {
    do throws(KafkaError) {
        try body()
        return nil
    } catch { return error }
}

/// For what one thread uses at a time.
struct Unchecked<T>: @unchecked Sendable {
    let value: T

    init(_ value: T) { self.value = value }
}

/// Does something on another thread, some seconds later.
struct Background {
    private let done = DispatchSemaphore(value: 0)

    init(after delay: Double, _ body: @escaping @Sendable () -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + delay) { [done] in
            body()
            done.signal()
        }
    }

    func join() { done.wait() }
}
