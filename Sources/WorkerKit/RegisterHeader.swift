import Register
import Schemas

/// The first record of each partition of the register: which register it is, and what every process must agree on.
///
/// `nu.v1.RegisterHeader`.
package struct RegisterHeader: Sendable, Hashable {
    /// Of the facts and the state that this build reads and writes. Raised with each change that an older build would misread.
    package static let schemaLevel: UInt32 = 1

    package var id: RegisterID
    package var schemaLevel: UInt32
    package var registerPartitions: Int
    package var submissionPartitions: Int
    /// Which secret the pseudonyms are made with; 0 where nothing is sealed.
    package var comparison: UInt32
    package var clock: RegisterClock

    package init(
        id: RegisterID,
        schemaLevel: UInt32 = RegisterHeader.schemaLevel,
        registerPartitions: Int,
        submissionPartitions: Int,
        comparison: UInt32,
        clock: RegisterClock,
    ) {
        self.id = id
        self.schemaLevel = schemaLevel
        self.registerPartitions = registerPartitions
        self.submissionPartitions = submissionPartitions
        self.comparison = comparison
        self.clock = clock
    }

    /// Nil for a message that does not say all of it.
    package init?(_ wire: WireRegisterHeader) {
        guard let id = RegisterID(bytes: wire.register), wire.registerPartitions > 0, wire.submissionPartitions > 0,
            let clock = RegisterClock(wire.clock)
        else { return nil }
        self.init(
            id: id,
            schemaLevel: wire.schemaLevel,
            registerPartitions: Int(wire.registerPartitions),
            submissionPartitions: Int(wire.submissionPartitions),
            comparison: wire.comparison,
            clock: clock,
        )
    }
}

extension RegisterClock {
    package init?(_ wire: WireRegisterClock) {
        switch wire {
        case .live: self = .live
        case .replay: self = .replay
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}
