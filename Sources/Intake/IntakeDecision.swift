import WorkerKit

/// What becomes of a submission at the door. There are three ways on and no other.
package enum IntakeDecision: Sendable, Equatable {
    /// It goes to the register, normalised; the worker that owns its kind answers it.
    case accepted(RegisterRecord)
    /// It is answered here and now, with all its errors at once.
    case refused(Receipt)
    /// It goes to `nu.rejects` byte for byte: it cannot be read, or nobody can be answered.
    /// The reason begins with an anomaly's code and repeats nothing of what was sent.
    case unreadable(reason: String)
}
