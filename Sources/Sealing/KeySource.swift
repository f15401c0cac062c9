import Crypto
import Foundation
import Synchronization
import WorkerKit

/// Where data keys and nonces come from: the system's generator, or, where two runs must be the same, a seed.
package struct KeySource: Sendable {
    /// Nil draws lots.
    private let seed: SymmetricKey?
    private let drawn = Drawn()

    package static let system = KeySource(seed: nil)

    private init(seed: SymmetricKey?) { self.seed = seed }

    /// Random bytes for many lots: a call of the system costs as much for one as for sixty-four. Each is given once.
    private final class Drawn: Sendable {
        private static let lots = 64
        private let rest = Mutex<(bytes: SymmetricKey, given: Int)?>(nil)

        func next() -> Lot {
            rest.withLock { rest in
                var (bytes, given) =
                    rest ?? (SymmetricKey(size: SymmetricKeySize(bitCount: Lot.size * 8 * Drawn.lots)), 0)
                defer { given += 1; rest = given < Drawn.lots ? (bytes, given) : nil }
                return bytes.withUnsafeBytes {
                    Lot(UnsafeRawBufferPointer(rebasing: $0[(given * Lot.size)..<((given + 1) * Lot.size)]))
                }
            }
        }
    }

    /// What follows from the seed and the place of the submission. For tests and simulations: nothing is secret here.
    package static func seeded(_ seed: UInt64) -> KeySource {
        KeySource(seed: SymmetricKey(data: withUnsafeBytes(of: seed.bigEndian) { Data($0) } + Data(count: 24)))
    }

    /// What one sealed form takes.
    struct Lot {
        /// Bytes.
        fileprivate static let size = 56
        /// A key of its own.
        let dataKey: SymmetricKey
        let formNonce: AES.GCM.Nonce
        let wrappingNonce: AES.GCM.Nonce

        fileprivate init(_ bytes: UnsafeRawBufferPointer) {
            func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { .init(rebasing: bytes[range]) }
            guard let form = try? AES.GCM.Nonce(data: part(32..<44)),
                let wrapping = try? AES.GCM.Nonce(data: part(44..<56))
            else { preconditionFailure("12 bytes are a nonce") }
            (dataKey, formNonce, wrappingNonce) = (SymmetricKey(data: part(0..<32)), form, wrapping)
        }
    }

    func lot(at source: SourcePosition) -> Lot {
        guard let seed else { return drawn.next() }
        let info = Data("form \(source.keyText)".utf8)
        let derived = HKDF<SHA256>.deriveKey(inputKeyMaterial: seed, info: info, outputByteCount: Lot.size)
        return derived.withUnsafeBytes(Lot.init)
    }
}
