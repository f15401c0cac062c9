import Crypto
import Foundation
import Register
import Synchronization

/// Where data keys, their ids and nonces come from: the system's generator, or, where two runs must be the same, a seed.
package struct KeySource: Sendable {
    private let draw: @Sendable () -> Lot

    /// A generator of its own each time: what one has drawn ahead is nobody else's.
    package static var system: KeySource {
        let drawn = Drawn()
        return KeySource { drawn.next() }
    }

    private init(_ draw: @escaping @Sendable () -> Lot) { self.draw = draw }

    /// Each lot is given once.
    func lot() -> Lot { draw() }

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

    /// One lot after the other, as they follow from the seed. For tests and simulations: nothing is secret here.
    package static func seeded(_ seed: UInt64) -> KeySource {
        let seed = SymmetricKey(data: withUnsafeBytes(of: seed.bigEndian) { Data($0) } + Data(count: 24))
        let seeded = Seeded(seed)
        return KeySource { seeded.next() }
    }

    private final class Seeded: Sendable {
        private let seed: SymmetricKey
        private let given = Mutex<UInt64>(0)

        init(_ seed: SymmetricKey) { self.seed = seed }

        func next() -> Lot {
            let place = given.withLock { given in
                given += 1
                return given
            }
            let info = Data("lot \(place)".utf8)
            let derived = HKDF<SHA256>.deriveKey(inputKeyMaterial: seed, info: info, outputByteCount: Lot.size)
            return derived.withUnsafeBytes(Lot.init)
        }
    }

    /// What one sealed form takes.
    struct Lot {
        /// Bytes.
        fileprivate static let size = 72
        /// A key of its own, and the id that it goes by.
        let dataKey: SymmetricKey
        let key: KeyID
        let formNonce: AES.GCM.Nonce
        let wrappingNonce: AES.GCM.Nonce

        fileprivate init(_ bytes: UnsafeRawBufferPointer) {
            func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { .init(rebasing: bytes[range]) }
            guard let form = try? AES.GCM.Nonce(data: part(32..<44)),
                let wrapping = try? AES.GCM.Nonce(data: part(44..<56)), let key = KeyID(record: part(56..<72))
            else { preconditionFailure("12 bytes are a nonce, and 16 an id") }
            (dataKey, formNonce, wrappingNonce) = (SymmetricKey(data: part(0..<32)), form, wrapping)
            self.key = key
        }
    }
}
