import Register
import Schemas

/// Whether a court may ask for an application, for workers that may not end it then and do not decide it themselves.
///
/// What was asked and is not decided yet counts, so that the order of the register decides and not the speed of strike-off.
package struct Dispute: Hashable, Sendable {
    package private(set) var isHeld = false
    /// Disputes that were noted or lifted, and are not decided yet.
    package private(set) var asked: UInt32 = 0

    package init(isHeld: Bool = false, asked: UInt32 = 0) {
        self.isHeld = isHeld
        self.asked = asked
    }

    package var isOpen: Bool { isHeld || asked > 0 }

    package mutating func ask() { asked += 1 }

    /// Strike-off answered one of them: it refused it, or had answered it before.
    package mutating func settle() { asked -= min(1, asked) }

    package mutating func note(_ fact: WireLitigationHeld) {
        settle()
        isHeld = fact.step == .placed
    }

    package mutating func read(
        _ field: Int,
        from first: Int,
        _ reader: inout WireReader,
    ) throws(WireReader.Failure) {
        if field == first {
            isHeld = try reader.bool()
        } else {
            asked = try reader.smallCount()
        }
    }
}

extension WireWriter {
    package mutating func fields(from first: Int, _ dispute: Dispute) {
        field(first, unsigned: dispute.isHeld ? 1 : 0)
        field(first + 1, unsigned: UInt64(dispute.asked))
    }
}
