import ArgumentParser
import Crypto
import Foundation
import Intake
import Register
import Schemas
import Stream
import WorkerKit

/// Signs what a desk submits to one register.
struct SubmissionSigner {
    let key: Curve25519.Signing.PrivateKey
    let register: RegisterID

    /// `register`: as the manager told the desk; left out, the register that is in the log.
    init(keyFile: String, register: String?, log: any StreamLog) throws {
        key = try SigningKey.privateKey(in: keyFile)
        if let register {
            guard let id = RegisterID(register) else { throw ValidationError("--register takes 36 characters, a UUID") }
            self.register = id
        } else {
            guard let id = try log.registerHeader()?.id else {
                throw ValidationError(
                    "the log does not say yet which register it is: start the workers first, or give its id by --register"
                )
            }
            self.register = id
        }
    }

    func sign(_ value: [UInt8], _ type: ContentType, now: Int64) throws -> SubmissionSignature {
        let issuedAt = Timestamp.iso(milliseconds: now)
        let bytes = Signature.signedBytes(for: register, issuedAt: issuedAt, type, value)
        return SubmissionSignature(
            text: try key.signature(for: bytes).base64EncodedString(),
            issuedAt: issuedAt,
            audience: register.text,
        )
    }
}

/// The headers of a signed submission.
struct SubmissionSignature {
    let text: String
    let issuedAt: String
    let audience: String

    var headers: [LogHeader] {
        [
            LogHeader(HeaderName.signature, text), LogHeader(HeaderName.issuedAt, issuedAt),
            LogHeader(HeaderName.audience, audience),
        ]
    }
}

/// Ed25519 keys in files, as OpenSSL writes them (PEM), or bare: base64 of 32 bytes.
enum SigningKey {
    // The whole of what stands before the key in PKCS #8 and in SubjectPublicKeyInfo: RFC 8410, 7 and 4.
    private static let privatePrefix = Data([
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ])
    private static let publicPrefix = Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00])

    static func privateKey(in path: String) throws -> Curve25519.Signing.PrivateKey {
        guard let bytes = try keyBytes(in: path, prefix: privatePrefix, label: "PRIVATE KEY"),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw ValidationError("\(path) holds no Ed25519 private key") }
        return key
    }

    static func publicKey(in path: String) throws -> Data {
        guard let bytes = try keyBytes(in: path, prefix: publicPrefix, label: "PUBLIC KEY") else {
            throw ValidationError("\(path) holds no Ed25519 public key")
        }
        return bytes
    }

    /// Writes a new private key, for its owner alone, where nothing stands yet. Returns the public key.
    static func generated(in path: String) throws -> Data {
        let key = Curve25519.Signing.PrivateKey()
        let text = (privatePrefix + key.rawRepresentation).base64EncodedString()
        let pem = "-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n"
        // Made with its mode: there is no moment at which others could open it.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ValidationError("cannot make \(path): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(pem.utf8))
        try handle.synchronize()
        return key.publicKey.rawRepresentation
    }

    private static func keyBytes(in path: String, prefix: Data, label: String) throws -> Data? {
        let content = try Files.read(path)
        let lines = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline)
        let isPEM = lines.first?.hasPrefix("-----BEGIN") == true
        if isPEM, lines.first?.hasPrefix("-----BEGIN \(label)-----") != true { return nil }
        let text = lines.filter { !$0.hasPrefix("-----") }.joined().filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: text) else { return nil }
        if !isPEM { return bytes.count == 32 ? bytes : nil }
        return bytes.count == prefix.count + 32 && bytes.starts(with: prefix) ? bytes.suffix(32) : nil
    }
}
