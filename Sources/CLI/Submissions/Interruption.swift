import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and the signal that ends a process, so that a command can say how far it came. A second one ends it at once.
final class Interruption {
    /// What a shell says of a process that Ctrl-C ended.
    static let exitCode: Int32 = 130

    private final class Flag: Sendable {
        let isSet = Mutex(false)
    }

    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        let flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let isSecond = flag.isSet.withLock { isSet in
                    defer { isSet = true }
                    return isSet
                }
                if isSecond { _exit(Interruption.exitCode) }
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    var isRequested: Bool { flag.isSet.withLock { $0 } }
}
