import Register
import TestSupport
import Testing

@Suite struct CommuneCodeTests {
    @Test(arguments: ["59350", "62041", "2A004", "2B366", "01001", "95690", "97101", "97617"])
    func inseeCodesRoundTrip(code: String) {
        #expect(CommuneCode(code: code)?.code == code)
    }

    @Test(arguments: [
        "", "5935", "593500", "59000", "20001", "00001", "96001", "97001", "97701", "97100", "98801", "99100", "2C004",
        "2a004",
        "A2004", "593A0", "59 50", "5935é", "A9350", "3A001",
    ])
    func otherTextsAreNoCommune(code: String) {
        #expect(CommuneCode(code: code) == nil)
    }
}

@Suite struct DeskCodeTests {
    @Test func randomCodesRoundTripAndSortAsText() throws {
        var random = SeededRandom(seed: 5)
        var codes: [DeskCode] = []
        for _ in 0..<2_000 { codes.append(try #require(DeskCode(packed: .random(in: 0..<60_466_176, using: &random)))) }
        #expect(codes.allSatisfy { DeskCode(code: $0.code) == $0 })
        #expect(codes.sorted().map(\.code) == codes.map(\.code).sorted())
    }

    @Test func thePortalIsGDPUB() {
        #expect(DeskCode.portal.code == "GDPUB")
        #expect(DeskCode(code: "GDPUB") == .portal)
        #expect(DeskCode(code: "00000")?.packed == 0)
        #expect(DeskCode(code: "ZZZZZ")?.packed == 60_466_175)
    }

    @Test(arguments: ["", "G110", "G11044", "g1104", "G-104", "G 104", "G110é", "G110\0"])
    func otherTextsAreNoDesk(code: String) {
        #expect(DeskCode(code: code) == nil)
    }

    @Test func packedCodesPastTheLastAreRefused() {
        #expect(DeskCode(packed: 60_466_176) == nil)
        #expect(DeskCode(packed: .max) == nil)
    }
}

@Suite struct SIRENTests {
    @Test(arguments: ["356000000", "552100554", "732829320"])
    func goodOnesRoundTrip(text: String) {
        #expect(SIREN(text)?.text == text)
    }

    @Test(arguments: ["", "356000001", "35600000", "3560000000", "356 000 000", "35600000A", "000000000", "73282932é"])
    func otherTextsAreNoSIREN(text: String) {
        #expect(SIREN(text) == nil)
    }

    @Test func oneWrongDigitIsAlwaysSeen() throws {
        let good = Array("732829320".utf8)
        for position in 0..<9 {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != good[position] {
                var bad = good
                bad[position] = digit
                try #require(SIREN(String(decoding: bad, as: UTF8.self)) == nil)
            }
        }
    }
}

@Suite struct SubmissionIDTests {
    @Test func randomIDsRoundTrip() throws {
        var random = SeededRandom(seed: 11)
        var ids: [SubmissionID] = []
        for _ in 0..<2_000 { ids.append(SubmissionID(high: random.next(), low: random.next())) }
        ids += [SubmissionID(high: 0, low: 0), SubmissionID(high: .max, low: .max)]
        for id in ids {
            try #require(SubmissionID(id.text) == id)
            try #require(SubmissionID(id.text.uppercased()) == id)
            try #require(SubmissionID(bytes: id.bytes) == id)
        }
        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
    }

    @Test func theTextIsTheBytesInOrder() {
        let id = SubmissionID(bytes: Array(0..<16))
        #expect(id?.text == "00010203-0405-0607-0809-0a0b0c0d0e0f")
        #expect(id?.high == 0x0001_0203_0405_0607)
        #expect(SubmissionID(bytes: Array(0..<15)) == nil)
        #expect(SubmissionID(bytes: Array(0..<17)) == nil)
    }

    @Test(arguments: [
        "", "00010203-0405-0607-0809-0a0b0c0d0e0", "00010203-0405-0607-0809-0a0b0c0d0e0ff",
        "000102030405060708090a0b0c0d0e0f",
        "{0010203-0405-0607-0809-0a0b0c0d0e0}", "0001020304-05-0607-0809-0a0b0c0d0e0f",
        "g0010203-0405-0607-0809-0a0b0c0d0e0f",
    ])
    func otherTextsAreNoID(text: String) {
        #expect(SubmissionID(text) == nil)
    }
}
