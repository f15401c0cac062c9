import Register
import WorkerKit

/// What a sealed form and its key are bound to: neither opens in the place of another.
struct SealedPlace {
    let source: SourcePosition
    let territory: Territory?

    enum Content: UInt8 {
        case form = 1
        case dataKey = 2
    }

    func additionalData(_ content: Content) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        bytes.append(content.rawValue)
        withUnsafeBytes(of: source.partition.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: source.offset.bigEndian) { bytes.append(contentsOf: $0) }
        if let territory { bytes.append(contentsOf: territory.code.utf8) }
        return bytes
    }
}
