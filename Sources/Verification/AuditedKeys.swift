import Register
import Schemas

/// Which keys of `nu.keys` can be read though they were dropped. Keeps one place for each key that is there.
struct AuditedKeys {
    private var places: [KeyID: RecordPlace] = [:]
    private(set) var oldestDropped: Verdict.DroppedKey?

    /// The records of a partition come in their order.
    mutating func take(_ key: KeyID, isDropped: Bool, at place: RecordPlace, timestamp: Int64) {
        guard isDropped else {
            places[key] = place
            return
        }
        guard let left = places.removeValue(forKey: key) else { return }
        if let oldestDropped, oldestDropped.droppedAt <= timestamp { return }
        oldestDropped = Verdict.DroppedKey(place: left, droppedAt: timestamp)
    }
}
