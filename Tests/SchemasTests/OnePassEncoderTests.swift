import Foundation
import SwiftProtobuf
import Testing

@testable import Schemas

/// The same bytes as the library's.
@Suite struct OnePassEncoderTests {
    @Test(arguments: Example.files)
    func exampleHasTheSameBytes(file: String) throws {
        let message = try Example(file: file).decoded()
        #expect(try OnePassEncoder.bytes(of: message) == message.serializedBytes())
    }

    /// Around the lengths where the length itself takes one byte more, two messages deep.
    @Test(arguments: [0, 1, 100, 110, 120, 16_250, 16_380, 2_097_140])
    func lengthsHaveTheirPlace(around length: Int) throws {
        for count in length..<(length + 20) {
            let request = WireRequest.with {
                $0.creation.application.applicant.identity.lastName = String(repeating: "é", count: count / 2)
                $0.creation.application.applicant.contact.addressLine = String(repeating: "x", count: count)
                $0.creation.application.coApplicants = [.with { $0.identity.nir = "1" }, WirePerson()]
            }
            #expect(try request.encodedBytes() == request.serializedBytes())
        }
    }

    @Test func everyKindOfFieldIsWritten() throws {
        var accepted = WireAccepted.with {
            $0.fingerprint = .max
            $0.sealed = Data([0, 255, 7])
            $0.dependants = [0, 1, .max]
            $0.persons = [.with { $0.keys = [.max, 0, 1] }, WirePersonMarks()]
        }
        #expect(try accepted.encodedBytes() == accepted.serializedBytes())
        // What a later version of the schema has is kept.
        accepted = try WireAccepted(serializedBytes: accepted.serializedBytes() as [UInt8] + [0xFA, 0x7F, 2, 1, 2])
        #expect(!accepted.unknownFields.data.isEmpty)
        #expect(try accepted.encodedBytes() == accepted.serializedBytes())
        for number in [Int32.min, -1, 0, 1, .max] {
            let notice = WireNoticeDue.with {
                $0.expires = number
                $0.rank = number
                $0.attempt = number
                $0.channels = [.email, .UNRECOGNIZED(Int(number))]
            }
            #expect(try notice.encodedBytes() == notice.serializedBytes())
        }
    }
}
