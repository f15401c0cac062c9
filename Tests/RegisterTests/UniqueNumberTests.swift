import Register
import TestSupport
import Testing

@Suite struct UniqueNumberTests {
    /// The synthetic samples of docs/domain.md 2.2.
    @Test(arguments: [
        ("0590411000123G5901", "059", 4, 11, 123, "G5901"), ("0620911004567G6203", "062", 9, 11, 4_567, "G6203"),
        ("0591215123456GDPUB", "059", 12, 15, 123_456, "GDPUB"), ("1110318016982G1104", "111", 3, 18, 16_982, "G1104"),
    ])
    func knownNumbersAreRead(text: String, territory: String, month: Int, year: Int, sequence: Int, desk: String) throws
    {
        let number = try #require(UniqueNumber(text))
        #expect(number.territory.code == territory)
        #expect(number.month == month)
        #expect(number.yearOfCentury == year)
        #expect(number.sequence == sequence)
        #expect(number.desk.code == desk)
        #expect(number.text == text)
        #expect("\(number)" == text)
    }

    @Test func aNumberIsItsParts() throws {
        let number = UniqueNumber(
            territory: .nord,
            filed: try #require(CivilDate(iso: "2011-04-10")),
            sequence: 123,
            desk: try #require(DeskCode(code: "G5901"))
        )
        #expect(number.text == "0590411000123G5901")
        #expect(MemoryLayout<UniqueNumber>.size == 8)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func randomNumbersRoundTripAndSortAsText(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let first = try #require(CivilDate(iso: "2000-01-01"))
        var numbers: [UniqueNumber] = []
        for _ in 0..<10_000 {
            let territory = try #require(Territory.all.randomElement(using: &random))
            let filed = first.adding(days: .random(in: 0..<36_500, using: &random))
            let sequence = Int.random(in: 0...999_999, using: &random)
            let desk = try #require(DeskCode(packed: .random(in: 0..<60_466_176, using: &random)))
            let number = UniqueNumber(territory: territory, filed: filed, sequence: sequence, desk: desk)
            try #require(number.territory == territory && number.sequence == sequence && number.desk == desk)
            try #require(number.month == filed.components.month && number.yearOfCentury == filed.components.year % 100)
            try #require(UniqueNumber(number.text) == number, "seed \(seed)")
            try #require(UniqueNumber(rawValue: number.rawValue) == number)
            numbers.append(number)
        }
        #expect(numbers.sorted().map(\.text) == numbers.map(\.text).sorted())
    }

    @Test(
        arguments: [
            ("", .length(0)), ("0590411000123G590", .length(17)), ("0590411000123G59012", .length(19)),
            (" 0590411000123G5901", .length(19)), ("0750411000123G5901", .territory),
            ("O590411000123G5901", .territory),
            ("é590411000123G5901", .territory), ("0591311000123G5901", .month), ("0590011000123G5901", .month),
            ("059A411000123G5901", .month), ("05904A1000123G5901", .digit(position: 6)),
            ("0590411 00123G5901", .digit(position: 8)), ("059041100012٣G5901", .digit(position: 13)),
            ("0590411000123g5901", .desk(position: 14)), ("0590411000123G590-", .desk(position: 18)),
            ("0590411000123G59é1", .desk(position: 17)),
        ] as [(String, UniqueNumber.ParseError)]
    )
    func theWrongPositionIsNamed(text: String, error: UniqueNumber.ParseError) {
        #expect(throws: error) { try UniqueNumber.parse(text) }
        #expect(UniqueNumber(text) == nil)
        #expect(!error.french.isEmpty && !error.english.isEmpty && (1...19).contains(error.position))
    }

    @Test func bitsThatAreNoNumberAreRefused() throws {
        let text = "0591215123456GDPUB"
        let good = try #require(UniqueNumber(text)).rawValue
        func replacing(_ field: UInt64, width: UInt64, at shift: UInt64) -> UInt64 {
            good & ~(((1 << width) - 1) << shift) | field << shift
        }
        #expect(UniqueNumber(rawValue: replacing(94, width: 7, at: 57)) == nil)
        #expect(UniqueNumber(rawValue: replacing(0, width: 4, at: 53)) == nil)
        #expect(UniqueNumber(rawValue: replacing(13, width: 4, at: 53)) == nil)
        #expect(UniqueNumber(rawValue: replacing(100, width: 7, at: 46)) == nil)
        #expect(UniqueNumber(rawValue: replacing(1_000_000, width: 20, at: 26)) == nil)
        #expect(UniqueNumber(rawValue: replacing(60_466_176, width: 26, at: 0)) == nil)
        #expect(UniqueNumber(rawValue: replacing(93, width: 7, at: 57))?.territory.code == "976")
        #expect(UniqueNumber(rawValue: 0) == nil)
        #expect(UniqueNumber(rawValue: .max) == nil)
    }
}
