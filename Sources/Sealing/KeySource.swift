import Crypto
import Foundation
import WorkerKit

/// Where data keys and nonces come from: the system's generator, or, where two runs must be the same, a seed.
package struct KeySource: Sendable {
    /// Nil draws lots.
    private let seed: SymmetricKey?

    package static let system = KeySource(seed: nil)

    /// What follows from the seed and the place of the submission. For tests and simulations: nothing is secret here.
    package static func seeded(_ seed: UInt64) -> KeySource {
        KeySource(seed: SymmetricKey(data: withUnsafeBytes(of: seed.bigEndian) { Data($0) } + Data(count: 24)))
    }

    /// What one sealed form takes. Drawn together: each draw is a call of the system.
    struct Lot {
        /// A key of its own.
        let dataKey: SymmetricKey
        let formNonce: AES.GCM.Nonce
        let wrappingNonce: AES.GCM.Nonce

        /// `drawn`: 56 bytes.
        fileprivate init(_ drawn: SymmetricKey) {
            (dataKey, formNonce, wrappingNonce) = drawn.withUnsafeBytes { bytes in
                func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { .init(rebasing: bytes[range]) }
                guard let form = try? AES.GCM.Nonce(data: part(32..<44)),
                    let wrapping = try? AES.GCM.Nonce(data: part(44..<56))
                else { preconditionFailure("12 bytes are a nonce") }
                return (SymmetricKey(data: part(0..<32)), form, wrapping)
            }
        }
    }

    func lot(at source: SourcePosition) -> Lot {
        guard let seed else { return Lot(SymmetricKey(size: SymmetricKeySize(bitCount: 448))) }
        let info = Data("form \(source.keyText)".utf8)
        return Lot(HKDF<SHA256>.deriveKey(inputKeyMaterial: seed, info: info, outputByteCount: 56))
    }
}
