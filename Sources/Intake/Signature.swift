import Crypto
import Schemas

/// Whether a submission comes from who holds the desk's private key: Ed25519 (RFC 8032) over the bytes of its value, as
/// they were published. Verifying draws no lots: the same bytes always get the same answer.
package enum Signature {
    package static let publicKeyBytes = 32

    package enum Check: Hashable, Sendable {
        case valid
        case missing
        case invalid
    }

    /// `text`: the header, base64. Any of the keys will do: a desk that changes its key has two for a while.
    package static func check(_ text: String?, of value: Bytes, keys: [[UInt8]]) -> Check {
        guard let text, !text.isEmpty else { return .missing }
        guard let signature = Base64.decoded(text) else { return .invalid }
        let isValid = keys.contains { key in
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
            return key.isValidSignature(signature, for: value)
        }
        return isValid ? .valid : .invalid
    }
}
