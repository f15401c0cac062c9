import Register
import Schemas
import WorkerKit

/// The keys of the sealed forms of an application: what is dropped when it is purged.
///
/// None makes room for another: an old form is evidence of what was changed since. How many there may be is for the owners of
/// the submissions to say, who refuse what would be too much (``FormLimit``). Most applications have one or two, so a form
/// is 16 bytes in one run.
struct SealedForms: Sendable, Equatable {
    private(set) var bytes: [UInt8] = []

    private static let size = 16

    init() {}

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count % SealedForms.size == 0 else { return nil }
        self.bytes = Array(bytes)
    }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count / SealedForms.size }

    var keys: [KeyID] {
        stride(from: 0, to: bytes.count, by: SealedForms.size).compactMap {
            KeyID(bytes: bytes[$0..<($0 + SealedForms.size)])
        }
    }

    /// A fact after another may rest on the same form.
    mutating func note(_ key: KeyID) {
        if !keys.contains(key) { bytes += key.bytes }
    }
}
