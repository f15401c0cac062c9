import Register
import Schemas
import Sealing
import Stream
import WorkerKit

extension StreamLog {
    /// The header of the register; begins one where none stands.
    package func beginIfEmpty(comparison: UInt32, clock: RegisterClock) throws(LogError) -> RegisterHeader {
        if try registerHeader() == nil {
            try beginRegister(RegisterID.random(), comparison: comparison, clock: clock)
        }
        return try requireHeader()
    }
}

extension RegisterID {
    package static func random() -> RegisterID {
        RegisterID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }
}

extension RegisterHeader {
    /// Throws for an intake with other master keys than the register was begun with: nobody who is in it would be known again,
    /// and duplicates would get numbers without a word.
    func require(comparison: UInt32) throws(LogError) {
        if comparison == self.comparison { return }
        let reason: String
        switch (self.comparison, comparison) {
        case (0, _): reason = "this register was begun without sealing, and goes on without it (--unsealed)"
        case (_, 0): reason = "this register is sealed: give its master keys (--master-key)"
        default:
            reason = "these are not this register’s master keys: its first one must stay, as the last one in the file"
        }
        throw LogError(.configuration, .restart, reason)
    }
}
