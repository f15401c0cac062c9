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
        /// State, committed offset and log do not belong together.
        case stateMismatch
        /// A record of the register says nothing that this build can read.
        case unreadable
        /// One record is more than the log takes, whoever sends it and whenever.
        case recordTooLarge
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
