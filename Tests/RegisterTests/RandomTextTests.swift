import Register
import TestSupport
import Testing

/// No text crashes a parser, and what a parser takes it gives back. Texts are good ones with a few bytes changed, removed
/// or added, so that they reach deep into each parser.
@Suite struct RandomTextTests {
    static let goods = [
        "2011-04-10", "2012-02", "059", "02A", "59350", "2A004", "G5901", "0590411000123G5901", "356000000",
        "00010203-0405-0607-0809-0a0b0c0d0e0f", "269054958815780", "2 69 05 2A 588 157", "d’Ormesson-Lœb",
        "E\u{301}lise", "",
    ]
    static let pieces = ["0", "9", "A", "a", "-", " ", "é", "\u{301}", "٣", "\0", "👩‍👩‍👧", "\u{FF}", "Z", "\r\n", "2", "1"]

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func noTextCrashesAParser(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3_000 {
            var text = Array(try #require(Self.goods.randomElement(using: &random)).unicodeScalars.map { String($0) })
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let position = Int.random(in: 0...text.count, using: &random)
                let piece = try #require(Self.pieces.randomElement(using: &random))
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.insert(piece, at: position)
                case 1 where position < text.count: text[position] = piece
                default: if position < text.count { text.remove(at: position) }
                }
            }
            try parseAll(text.joined(), seed: seed)
        }
    }

    @Test func noBytesCrashAParser() throws {
        var random = SeededRandom(seed: 99)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            try parseAll(String(decoding: bytes, as: UTF8.self), seed: 99)
            _ = SubmissionID(bytes: bytes)
        }
    }

    private func parseAll(_ text: String, seed: UInt64) throws {
        func same(_ other: String?) -> Bool { other.map { $0.utf8.elementsEqual(text.utf8) } ?? true }
        try #require(same(CivilDate(iso: text)?.iso), "seed \(seed)")
        try #require(same(CivilMonth(iso: text)?.iso), "seed \(seed)")
        try #require(same(Territory(code: text)?.code), "seed \(seed)")
        try #require(same(CommuneCode(code: text)?.code), "seed \(seed)")
        try #require(same(DeskCode(code: text)?.code), "seed \(seed)")
        try #require(same(UniqueNumber(text)?.text), "seed \(seed)")
        try #require(same(SIREN(text)?.text), "seed \(seed)")
        try #require(same(StrikeOffReason(text).raw), "seed \(seed)")
        if let id = SubmissionID(text) { try #require(SubmissionID(id.text) == id) }
        if let nir = NIR(text) { try #require(NIR(nir.text) == nir) }
        if let commune = CommuneCode(code: text) { _ = Territory(commune: commune) }
        let name = NormalizedName.of(text)
        try #require(NormalizedName.of(name).utf8.elementsEqual(name.utf8), "seed \(seed)")
    }
}
