/// What a log could not do, and what the caller does about it.
package struct LogError: Error, CustomStringConvertible, Equatable {
    package enum Remedy: String, Sendable, CaseIterable {
        /// The same call may succeed later; nothing changed.
        case retry
        /// Nothing was written. Roll back, go back to the committed position and process again.
        case abort
        /// This process cannot go on: stop it and let a new one take its place.
        case restart
    }

    package enum Code: String, Sendable {
        case busy
        /// The partition belongs to another member now.
        case fenced
        case unknownTopic
        case notALog
        case storage
        case crashed
        case configuration
        /// A record that was to be written is larger than its topic takes. Nothing was written, and trying again helps nobody.
        case recordTooLarge
        /// A record of the register cannot be read. It is never skipped.
        case unreadable
    }

    package let code: Code
    package let remedy: Remedy
    package let reason: String

    package init(_ code: Code, _ remedy: Remedy, _ reason: String) {
        self.code = code
        self.remedy = remedy
        self.reason = reason
    }

    package var description: String { "\(reason) [\(code.rawValue), remedy: \(remedy.rawValue)]" }
}
