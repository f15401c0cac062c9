import Foundation
import Logging

/// Structured log lines: one JSON object a line on standard error, or plain text on a terminal.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    let label: String

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        if Terminal.isInteractive {
            let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            Terminal.note("\(event.level) \(event.message)\(pairs)")
        } else {
            var object: [String: String] = ["level": "\(event.level)", "message": "\(event.message)"]
            for (key, value) in all { object[key] = "\(value)" }
            let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data()
            Terminal.note(String(decoding: data, as: UTF8.self))
        }
    }
}
