import Crypto
import Foundation
import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Once a desk has a public key, what it submits is signed with the private one, byte for byte, for this register and not
/// long ago, or refused.
@Suite struct SignatureTests {
    let key = Curve25519.Signing.PrivateKey()
    let other = Curve25519.Signing.PrivateKey()
    let register = RegisterID(high: 0x0123_4567_89AB_4CDE, low: 0x8FED_CBA9_8765_4321)

    func door(keys: [Curve25519.Signing.PrivateKey]) -> Door {
        var landlord = SubmissionFixtures.landlord()
        landlord.publicKeys = keys.map(\.publicKey.rawRepresentation)
        var settings = IntakeSettings()
        settings.register = register
        return Door(
            worker: IntakeWorker(settings: settings),
            references: Door.references(desks: [landlord, SubmissionFixtures.manager()]),
        )
    }

    func judge(
        _ door: Door,
        _ bytes: [UInt8],
        signature: String?,
        type: String? = nil,
        issuedAt: String? = SignatureTests.issuedAt,
        audience: String? = nil,
    ) -> IntakeDecision {
        door.worker.judge(
            IncomingSubmission(
                value: Bytes(bytes),
                contentType: type,
                signature: signature,
                issuedAt: issuedAt,
                audience: audience ?? register.text,
                timestamp: door.publishedAt,
                source: SourcePosition(partition: 3, offset: 42),
            ),
            references: door.references,
        )
    }

    func signed(
        _ bytes: [UInt8],
        by key: Curve25519.Signing.PrivateKey,
        _ type: ContentType = .protobuf,
        issuedAt: String = SignatureTests.issuedAt,
        for register: RegisterID? = nil,
    ) throws -> String {
        let register = register ?? self.register
        let bytes = Signature.signedBytes(for: register, issuedAt: issuedAt, type, bytes)
        return try key.signature(for: Data(bytes)).base64EncodedString()
    }

    /// An hour before the fixtures are published.
    static let issuedAt = "2012-04-12T11:00:00+02:00"

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
        let signature = try signed(json, by: key, .json)
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
        let cut = try #require(Data(base64Encoded: good)).dropLast().base64EncodedString()
        // As it was once signed: over the value alone.
        let bare = try key.signature(for: Data(bytes)).base64EncodedString()
        let otherBytes: [UInt8] = try SubmissionFixtures.renewal(id: SubmissionFixtures.id(2)).serializedBytes()
        for wrong in [
            try signed(bytes, by: other), try signed(otherBytes, by: key), cut, bare, "not base64",
            String(good.dropLast()),
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

    // MARK: For which register, and when

    /// S-05d: with the key that a desk has for both, what was signed for a test register was valid in every other one.
    @Test func whatWasSignedForAnotherRegisterIsRefused() throws {
        let test = RegisterID(high: 1, low: 2)
        let signature = try signed(bytes, by: key, for: test)
        #expect(
            judge(door(keys: [key]), bytes, signature: signature, audience: test.text).complaints == ["NU_0625 desk"]
        )
        // Saying that it was signed for this one makes it no better.
        #expect(judge(door(keys: [key]), bytes, signature: signature).complaints == ["NU_0618 desk"])
    }

    @Test func aRegisterThatDoesNotKnowItsNameTakesNothingSigned() throws {
        var door = door(keys: [key])
        door.worker = IntakeWorker()
        #expect(judge(door, bytes, signature: try signed(bytes, by: key)).complaints == ["NU_0625 desk"])
    }

    @Test(
        arguments: [
            (nil, nil), ("yesterday", nil), ("1334221200000", nil), (SignatureTests.issuedAt, "registre"),
        ] as [(String?, String?)]
    )
    func whatDoesNotSayWhenAndForWhomIsRefused(issuedAt: String?, audience: String?) throws {
        let signature = try signed(bytes, by: key, issuedAt: issuedAt ?? "")
        let decision = judge(
            door(keys: [key]),
            bytes,
            signature: signature,
            issuedAt: issuedAt,
            audience: audience,
        )
        #expect(decision.complaints == ["NU_0624 desk"])
    }

    /// S-01, 5: whatever the record's time or its `received_on` say. Published on 12 April 2012 at ten, UTC.
    @Test(
        arguments: [
            ("2012-01-13T09:59:59Z", ["NU_0626 desk"]), ("2012-01-13T10:00:00Z", []), ("2012-04-13T10:00:00Z", []),
            ("2012-04-13T10:00:01Z", ["NU_0627 desk"]),
        ] as [(String, [String])]
    )
    func aSignatureHoldsForNinetyDays(issuedAt: String, complaints: [String]) throws {
        let signature = try signed(bytes, by: key, issuedAt: issuedAt)
        #expect(judge(door(keys: [key]), bytes, signature: signature, issuedAt: issuedAt).complaints == complaints)
    }

    @Test func itCannotBeMadeYoungerThanItIs() throws {
        let signature = try signed(bytes, by: key, issuedAt: "2011-01-01T00:00:00Z")
        #expect(judge(door(keys: [key]), bytes, signature: signature).complaints == ["NU_0618 desk"])
    }

    @Test func howItIsToBeReadIsSignedToo() throws {
        let signature = try signed(bytes, by: key, .json)
        #expect(judge(door(keys: [key]), bytes, signature: signature).complaints == ["NU_0618 desk"])
        // Parameters and case are nothing of it.
        let json: [UInt8] = try SubmissionFixtures.renewal().jsonUTF8Bytes()
        let type = "Application/JSON; charset=utf-8"
        let decision = judge(door(keys: [key]), json, signature: try signed(json, by: key, .json), type: type)
        #expect(decision.record != nil)
    }

    @Test func theMinistrysXMLIsSignedInTheSameWay() throws {
        let xml = try MinistryMessages.bytes("renewal")
        let signature = try signed(xml, by: key, .xml)
        #expect(judge(door(keys: [key]), xml, signature: signature, type: "text/xml").record != nil)
    }

    /// The bytes that Schemas/README.md tells integrators to sign.
    @Test func theSignedBytesAreFourLinesAndTheValue() {
        let signed = Signature.signedBytes(for: register, issuedAt: "2026-11-30T14:50:00Z", .json, Array("{}".utf8))
        #expect(
            String(decoding: signed, as: UTF8.self) == """
                nu-signature-v1
                01234567-89ab-4cde-8fed-cba987654321
                2026-11-30T14:50:00Z
                application/json
                {}
                """
        )
    }

    /// Made by `openssl pkeyutl -sign -rawin`, with the key of RFC 8032, 7.1, test 3.
    @Test func aSignatureByOpenSSLIsValid() throws {
        let key: [UInt8] = [
            0xFC, 0x51, 0xCD, 0x8E, 0x62, 0x18, 0xA1, 0xA3, 0x8D, 0xA4, 0x7E, 0xD0, 0x02, 0x30, 0xF0, 0x58,
            0x08, 0x16, 0xED, 0x13, 0xBA, 0x33, 0x03, 0xAC, 0x5D, 0xEB, 0x91, 0x15, 0x48, 0x90, 0x80, 0x25,
        ]
        func check(_ value: String) throws -> Signature.Check {
            let input = IncomingSubmission(
                value: Bytes(value.utf8),
                contentType: "application/json",
                signature: "mgnZhJKbI+dptPBLQJfwvLTHi60nHHlPJWOegcheKQfLoCyaCaE6Fd5oZuOP9cimcw85oOVpIBnYfBdfhAOLBA==",
                issuedAt: "2026-11-30T14:50:00Z",
                audience: register.text.uppercased(),
                timestamp: try #require(Instant.milliseconds(rfc3339: "2026-11-30T14:51:00Z")),
                source: SourcePosition(partition: 0, offset: 0),
            )
            return Signature.check(input, .json, keys: [key], register: register, ageDaysMax: 90)
        }
        #expect(try check("{}") == .valid)
        #expect(try check("{ }") == .invalid)
    }
}
