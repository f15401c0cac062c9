import Crypto
import Foundation
import Intake
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Once a desk has a public key, what it submits is signed with the private one, byte for byte, or refused.
@Suite struct SignatureTests {
    let key = Curve25519.Signing.PrivateKey()
    let other = Curve25519.Signing.PrivateKey()

    func door(keys: [Curve25519.Signing.PrivateKey]) -> Door {
        var landlord = SubmissionFixtures.landlord()
        landlord.publicKeys = keys.map(\.publicKey.rawRepresentation)
        return Door(references: Door.references(desks: [landlord, SubmissionFixtures.manager()]))
    }

    func judge(_ door: Door, _ bytes: [UInt8], signature: String?, type: String? = nil) -> IntakeDecision {
        door.worker.judge(
            IncomingSubmission(
                value: Bytes(bytes),
                contentType: type,
                signature: signature,
                timestamp: door.publishedAt,
                source: SourcePosition(partition: 3, offset: 42),
            ),
            references: door.references,
        )
    }

    func signed(_ bytes: [UInt8], by key: Curve25519.Signing.PrivateKey) throws -> String {
        try key.signature(for: Data(bytes)).base64EncodedString()
    }

    let bytes: [UInt8] = try! SubmissionFixtures.renewal().serializedBytes()

    @Test func aValidSignatureIsAccepted() throws {
        let signature = try signed(bytes, by: key)
        #expect(judge(door(keys: [key]), bytes, signature: signature).record != nil)
    }

    @Test func aDeskThatChangesItsKeyHasTwoForAWhile() throws {
        for key in [key, other] {
            let signature = try signed(bytes, by: key)
            #expect(judge(door(keys: [self.key, other]), bytes, signature: signature).record != nil)
        }
    }

    @Test func withoutAKeyNobodySigns() throws {
        #expect(judge(door(keys: []), bytes, signature: nil).record != nil)
        #expect(judge(door(keys: []), bytes, signature: "whatever").record != nil)
    }

    @Test func jsonIsSignedAsItWasWritten() throws {
        let json: [UInt8] = try SubmissionFixtures.renewal().jsonUTF8Bytes()
        let signature = try signed(json, by: key)
        let door = door(keys: [key])
        #expect(judge(door, json, signature: signature, type: "application/json").record != nil)
        // The same submission, one space later.
        let spaced = json + [UInt8(ascii: " ")]
        #expect(
            judge(door, spaced, signature: signature, type: "application/json").complaints == ["NU_0618 desk"]
        )
    }

    @Test func whatIsNotSignedIsRefused() {
        for signature in [nil, ""] {
            #expect(judge(door(keys: [key]), bytes, signature: signature).complaints == ["NU_0617 desk"])
        }
    }

    @Test func anySignatureButTheDesksIsRefused() throws {
        let good = try signed(bytes, by: key)
        let cut = try key.signature(for: Data(bytes)).dropLast().base64EncodedString()
        let otherBytes: [UInt8] = try SubmissionFixtures.renewal(id: SubmissionFixtures.id(2)).serializedBytes()
        for wrong in [
            try signed(bytes, by: other), try signed(otherBytes, by: key), cut, "not base64", String(good.dropLast()),
            good + "=", good + good, "AAAA",
        ] {
            #expect(judge(door(keys: [key]), bytes, signature: wrong).complaints == ["NU_0618 desk"], "\(wrong)")
        }
    }

    /// Whoever wrote it may be anybody: they learn nothing of the form, and nothing of it goes out.
    @Test func nothingMoreIsSaidOfWhatIsNotSigned() throws {
        var submission = SubmissionFixtures.creation()
        submission.territory = "999"
        submission.request.creation.application.applicant.identity.lastName = ""
        let receipt = try #require(
            judge(door(keys: [key]), try submission.serializedBytes(), signature: nil).receipt?.message
        )
        #expect(receipt.anomalies.map(\.code) == ["NU_0617"])
        #expect(receipt.submissionID == submission.submissionID)
        #expect(receipt.territory.isEmpty && receipt.number.isEmpty)
    }

    /// RFC 8032, 7.1, test 3.
    @Test func theSignatureIsEd25519() {
        func bytes(_ hex: String) -> [UInt8] {
            stride(from: 0, to: hex.utf8.count, by: 2).map { index in
                UInt8(hex.dropFirst(index).prefix(2), radix: 16)!
            }
        }
        let key = bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
        let signature = bytes(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        )
        let text = Data(signature).base64EncodedString()
        #expect(Signature.check(text, of: [0xAF, 0x82], keys: [key]) == .valid)
        #expect(Signature.check(text, of: [0xAF, 0x83], keys: [key]) == .invalid)
    }
}
