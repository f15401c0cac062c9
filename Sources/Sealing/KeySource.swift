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

    /// Random bytes for many lots, a call of the system for 256 of them. (A `SymmetricKey(size:)` asks it for eight at a time.)
    /// Each is given once.
    private final class Drawn: Sendable {
        private static let lots = 64
        private let rest = Mutex<(bytes: SymmetricKey, given: Int)?>(nil)

        func next() -> Lot {
            rest.withLock { rest in
                var (bytes, given) = rest ?? (Drawn.draw(Lot.size * Drawn.lots), 0)
                defer { given += 1; rest = given < Drawn.lots ? (bytes, given) : nil }
                return bytes.withUnsafeBytes {
                    Lot(UnsafeRawBufferPointer(rebasing: $0[(given * Lot.size)..<((given + 1) * Lot.size)]))
                }
            }
        }

        /// In memory that is wiped when it is given back.
        private static func draw(_ count: Int) -> SymmetricKey {
            withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
                for start in stride(from: 0, to: count, by: 256) {
                    guard getentropy(buffer.baseAddress! + start, min(256, count - start)) == 0 else {
                        preconditionFailure("the system has no random bytes: \(String(cString: strerror(errno)))")
                    }
                }
                defer { explicit_bzero(buffer.baseAddress!, count) }
                return SymmetricKey(data: buffer)
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
