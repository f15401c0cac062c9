import Crypto
import Foundation
import Register

/// The master keys of a register: the first one seals, all of them open, and persons are compared by a secret of the
/// last one.
///
/// To change keys, a new one is put before the others. The last one stays for as long as the register: with another,
/// nobody who is in the register would be known again.
package struct MasterKeys: Sendable {
    struct Key: Sendable {
        /// What data keys that it wraps name it by. Says nothing of the key.
        let id: UInt32
        let wrapping: SymmetricKey
    }

    let keys: [Key]
    let comparison: SymmetricKey
    /// Which secret persons are compared by. Never 0.
    package let comparisonID: UInt32

    /// What the keys are named by, in their order.
    package var ids: [UInt32] { keys.map(\.id) }

    package static let keyBytes = 32

    /// Base64 of 32 bytes each, between white space or commas; what follows `#` on a line is for people.
    package init(text: String) throws(Fault) {
        var keys: [Data] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split { $0.isWhitespace || $0 == "," }
            for word in words {
                guard let key = Data(base64Encoded: String(word)), key.count == MasterKeys.keyBytes else {
                    throw .notAKey
                }
                keys.append(key)
            }
        }
        try self.init(keys)
    }

    init(_ masters: [Data]) throws(Fault) {
        guard let last = masters.last else { throw .none }
        guard Set(masters).count == masters.count else { throw .twice }
        keys = masters.map { master in
            Key(id: MasterKeys.id(of: master, "key"), wrapping: MasterKeys.derived(from: master, "wrapping"))
        }
        guard Set(keys.map(\.id)).count == keys.count else { throw .sameID }
        comparison = MasterKeys.derived(from: last, "comparison")
        comparisonID = MasterKeys.id(of: last, "comparison id")
    }

    /// A new key, as a file holds it.
    package static func generated() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// What follows from a seed, for tests and for measuring; no secret.
    package static func derived(from seed: UInt64) -> MasterKeys {
        var bytes = [UInt8](repeating: 0, count: keyBytes)
        for (index, byte) in "\(seed)".utf8.prefix(keyBytes).enumerated() { bytes[index] = byte }
        guard let keys = try? MasterKeys([Data(bytes)]) else { preconditionFailure("one key is no fault") }
        return keys
    }

    func key(_ id: UInt32) -> Key? { keys.first { $0.id == id } }

    private static func derived(from master: Data, _ purpose: String, bytes: Int = keyBytes) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master),
            info: Data("numero-unique \(purpose)".utf8),
            outputByteCount: bytes,
        )
    }

    private static func id(of master: Data, _ purpose: String) -> UInt32 {
        let id = derived(from: master, purpose, bytes: 4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        return max(1, UInt32(bigEndian: id))
    }

    package enum Fault: Error, Hashable, CustomStringConvertible {
        case none
        /// Something is not base64 of 32 bytes. Not said what: it may be a key with a letter missing.
        case notAKey
        case twice
        case sameID

        package var description: String {
            switch self {
            case .none: "there is no master key in it"
            case .notAKey: "a master key is 32 bytes in base64; something else stands there"
            case .twice: "a master key stands there twice"
            case .sameID: "two master keys have the same id: make another one"
            }
        }
    }
}

extension MasterKeys: CustomStringConvertible, CustomReflectable {
    /// Says nothing of the keys: they must reach no log.
    package var description: String { "\(keys.count) master keys" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
