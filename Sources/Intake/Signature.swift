import Crypto
import Register
import Schemas

/// Whether a submission comes from who holds the desk's private key: Ed25519 (RFC 8032) over the value as it was published,
/// and before it four lines: what this is, for which register, when it was signed, and how the value is to be read.
///
/// The register's id keeps what was signed for a test register out of every other one; the instant lets nobody publish it
/// again once its id is forgotten. Both stand in headers, so that JSON, protobuf and the ministry's XML are signed alike
/// (decision 22). Verifying draws no lots: the same bytes always get the same answer.
package enum Signature {
    package static let publicKeyBytes = 32
    /// The first line: nobody can pass off a signature over something else as this one.
    package static let purpose = "nu-signature-v1"

    package enum Check: Hashable, Sendable {
        case valid
        case missing
        /// It does not say when it was made and for which register, or not as it must.
        case incomplete
        case forAnotherRegister
        case invalid
        case tooOld
        case inFuture
    }

    /// The bytes that are signed. `issuedAt` as the header has it; the type of the content without parameters.
    package static func signedBytes(
        for register: RegisterID,
        issuedAt: String,
        _ type: ContentType,
        _ value: some Collection<UInt8>,
    ) -> [UInt8] {
        Array("\(purpose)\n\(register.text)\n\(issuedAt)\n\(type.rawValue)\n".utf8) + value
    }

    /// Any of the keys will do: a desk that changes its key has two for a while. `register`: this one; nil while nobody has
    /// said which it is, and then nothing was signed for it.
    package static func check(
        _ input: IncomingSubmission,
        _ type: ContentType,
        keys: [[UInt8]],
        register: RegisterID?,
        ageDaysMax: Int,
    ) -> Check {
        guard let text = input.signature, !text.isEmpty else { return .missing }
        guard let issuedAt = input.issuedAt, let issued = Instant.milliseconds(rfc3339: issuedAt),
            let audience = input.audience.flatMap({ RegisterID($0) })
        else { return .incomplete }
        guard let register, audience == register else { return .forAnotherRegister }
        let signed = signedBytes(for: register, issuedAt: issuedAt, type, input.value)
        guard let signature = Base64.decoded(text), isValid(signature, of: signed, keys: keys) else { return .invalid }
        if issued > input.timestamp + clockSkewMilliseconds { return .inFuture }
        return issued < input.timestamp - Int64(ageDaysMax) * 86_400_000 ? .tooOld : .valid
    }

    /// How far ahead the clock of who signs may be: a day, so that a wrong time zone stops nobody.
    private static let clockSkewMilliseconds: Int64 = 86_400_000

    private static func isValid(_ signature: [UInt8], of bytes: [UInt8], keys: [[UInt8]]) -> Bool {
        keys.contains { key in
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
    }
}
