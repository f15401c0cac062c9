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

    /// A key of its own for each sealed form.
    func dataKey(at source: SourcePosition) -> SymmetricKey {
        seed.map { derived($0, "key", 32, source) } ?? SymmetricKey(size: .bits256)
    }

    func nonce(of purpose: String, at source: SourcePosition) -> AES.GCM.Nonce {
        guard let seed else { return AES.GCM.Nonce() }
        let bytes = derived(seed, purpose, 12, source).withUnsafeBytes { Data($0) }
        guard let nonce = try? AES.GCM.Nonce(data: bytes) else { preconditionFailure("12 bytes are a nonce") }
        return nonce
    }

    private func derived(_ seed: SymmetricKey, _ purpose: String, _ count: Int, _ source: SourcePosition)
        -> SymmetricKey
    {
        let info = Data("\(purpose) \(source.keyText)".utf8)
        return HKDF<SHA256>.deriveKey(inputKeyMaterial: seed, info: info, outputByteCount: count)
    }
}
