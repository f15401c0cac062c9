import Register
import Schemas
import WorkerKit

/// Where the sealed forms of an application stand in `nu.submissions`: what is erased when it is purged.
///
/// Most applications have one or two, so a form is 12 bytes in one run.
struct SealedForms: Sendable, Equatable {
    private(set) var bytes: [UInt8] = []

    static let size = 12
    /// Nobody changes a form that often. Who does has the oldest but the first one erased: newer ones took its place.
    static let countMax = 200

    init() {}

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count % SealedForms.size == 0 else { return nil }
        self.bytes = Array(bytes)
    }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count / SealedForms.size }

    var positions: [SourcePosition] { (0..<count).map(position) }

    /// A fact after another may rest on the same form. Returns the form that has to make room.
    mutating func note(_ source: SourcePosition) -> SourcePosition? {
        guard !positions.contains(source) else { return nil }
        let isFull = count >= SealedForms.countMax
        let oldest = isFull ? position(1) : nil
        if isFull { bytes.removeSubrange(SealedForms.size..<(2 * SealedForms.size)) }
        withUnsafeBytes(of: source.partition.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: source.offset.bigEndian) { bytes.append(contentsOf: $0) }
        return oldest
    }

    private func position(_ index: Int) -> SourcePosition {
        bytes.withUnsafeBytes { bytes in
            let start = index * SealedForms.size
            return SourcePosition(
                partition: Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int32.self)),
                offset: Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4, as: Int64.self)),
            )
        }
    }
}
