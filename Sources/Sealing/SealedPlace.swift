import Foundation
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

    func additionalData(_ content: Content) -> Data {
        var data = Data(capacity: 20)
        data.append(content.rawValue)
        withUnsafeBytes(of: source.partition.bigEndian) { data.append(contentsOf: $0) }
        withUnsafeBytes(of: source.offset.bigEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: (territory?.code ?? "").utf8)
        return data
    }
}
