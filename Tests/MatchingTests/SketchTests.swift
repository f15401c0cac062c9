import Demo
import Matching
import Testing

@testable import Matching

@Suite struct SketchTests {
    /// The vectors of the paper: key 00 to 0F, messages of 1, 8 and 15 bytes.
    @Test(
        arguments: [(1, 0x74F8_39C5_93DC_67FD), (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5)]
            as [(Int, UInt64)]
    )
    func theHashIsSipHash(count: Int, expected: UInt64) throws {
        let key = try #require(SketchKey(Array(0..<16)))
        #expect(key.hash(first: 0, Array(UInt8(1)..<15)[..<(count - 1)]) == expected)
    }

    @Test func aSketchIsTheSameEachTimeAndAnotherUnderAnotherKey() {
        let person = People.atHome("Lefèvre", "Anne-Marie", "1971-05-23")
        #expect(PersonSketch(person, .open) == PersonSketch(person, .open))
        let other = PersonSketch(person, SketchKey(low: 1, high: 2))
        #expect(other.lastNames[0] != PersonSketch(person, .open).lastNames[0])
        #expect(other.birth != PersonSketch(person, .open).birth)
        #expect(other.nir == 0)
    }

    @Test func aSketchIs160BytesAndComesBackFromThem() {
        #expect(MemoryLayout<PersonSketch>.size == PersonSketch.byteCount)
        for row in DoubleFiles().rows(people: 50, seed: 3) {
            let sketch = People.sketch(People.described(row))
            #expect(sketch.bytes.count == PersonSketch.byteCount)
            #expect(PersonSketch(bytes: sketch.bytes) == sketch)
        }
        #expect(PersonSketch(bytes: [UInt8](repeating: 0, count: 159)) == nil)
    }

    @Test(arguments: [
        ("DUPONT", "DUPOND"), ("Lefebvre", "Lefèvre"), ("Philippe", "Filipe"), ("Gauthier", "Gautier"),
        ("Renault", "Renaud"),
        ("Rousseau", "Roussot"), ("Leclercq", "Leclerc"), ("Schneider", "Chnaider"),
    ])
    func namesThatSoundAlikeShareAKey(one: String, other: String) {
        let keys = [one, other].map { FrenchSound.key(of: NameParts($0).words[0]) }
        #expect(keys[0] == keys[1])
    }

    @Test(arguments: [("Mickaël", "Michaël"), ("Martin", "Bertin"), ("Philippe", "Fily"), ("Caron", "Ciron")])
    func namesThatSoundOtherwiseDoNot(one: String, other: String) {
        #expect(FrenchSound.key(of: NameParts(one).words[0]) != FrenchSound.key(of: NameParts(other).words[0]))
    }

    @Test func namesAreCutWithoutParticlesTitlesAndInitials() {
        #expect(NameParts("de La Fontaine").words == [Array("FONTAINE".utf8)])
        #expect(NameParts("Mme DUPONT née Martin").whole == Array("DUPONT".utf8))
        #expect(NameParts("Mme DUPONT née Martin").other == Array("MARTIN".utf8))
        #expect(NameParts("Lê").words == [Array("LE".utf8)])
        #expect(NameParts("J.").whole.isEmpty)
        #expect(NameParts("Jean et Marie").holdsSeveral)
        #expect(NameParts("Jean & Marie").holdsSeveral)
        #expect(NameParts("Ou").words == [Array("OU".utf8)])
        #expect(NameParts("Association Le Toit").whole.isEmpty)
    }

    @Test(arguments: ["1971-05-23", "19710523", "23/05/1971", "23.5.1971"])
    func birthDatesAreReadInSeveralForms(text: String) {
        #expect(BirthDigits(text)?.digits == [1, 9, 7, 1, 0, 5, 2, 3])
    }

    @Test(arguments: ["", "0000-00-00", "1900-01-01", "1971", "01/01/1900"])
    func whatStandsForNoDateIsNone(text: String) {
        #expect(BirthDigits(text) == nil)
    }

    @Test func theLogarithmIsRight() {
        for (value, expected) in [
            (1.0, 0.0), (8, 3), (0.125, -3), (10, 3.321_928_094_887_362), (3e-9, -28.312_390_353_265),
        ] {
            #expect(abs(log2(value) - expected) < 1e-9)
        }
    }
}
