import Register
import Schemas
import WorkerKit

/// A record as it may stand in the register. Only a ``FormSealer`` makes one: so what was not sealed cannot get there by an
/// omission.
package struct SealedRecord: Sendable {
    package let record: RegisterRecord
    /// What opens it. Nil where the record holds nothing nominative, or where nothing is sealed in this register.
    package let dataKey: DataKey?

    package struct DataKey: Sendable {
        package let id: KeyID
        /// As `nu.keys` holds it: wrapped by a master key.
        package let wrapped: WireDataKey
    }

    init(_ record: RegisterRecord, _ dataKey: DataKey? = nil) {
        self.record = record
        self.dataKey = dataKey
    }
}
