import Register
import Schemas
import Testing

@testable import Demo

struct VolumesTests {
    @Test func theRegionIsTheNotesAtFullSize() {
        let expected = atFullSize
        let (nord, pasDeCalais) = (expected.figures[.nord]!, expected.figures[.pasDeCalais]!)
        #expect([nord.pendingAtStart, pasDeCalais.pendingAtStart] == [88_000, 42_000])
        #expect(nord.lilleAtStart == 48_400)
        #expect([nord.registered, pasDeCalais.registered] == [60_500, 31_300])
        #expect([nord.renewed, pasDeCalais.renewed] == [13_700, 5_000])
        #expect([nord.allocated, pasDeCalais.allocated] == [13_538, 6_462])
        #expect(abs(expected.region.meanDelayMonths! - 10.4) < 0.001)
        #expect(expected.outcomes[.imported] == 130_000)
        #expect(expected.outcomes[.registered] == 91_800)
        #expect(expected.outcomes[.renewed] == 18_700)
        #expect(expected.submissions == expected.receipts + expected.rejects)
    }

    @Test(arguments: [
        (0.01, [880, 484, 605, 137, 420, 313, 50, 200]), (0.1, [8800, 4840, 6050, 1370, 4200, 3130, 500, 2000]),
    ])
    func aSmallerRegionHasItsShareOfEverything(size: Double, counts: [Int]) {
        let expected = Scenario(seed: 1, size: size).expected
        let (nord, other) = (expected.figures[.nord]!, expected.figures[.pasDeCalais]!)
        let found = [
            nord.pendingAtStart, nord.lilleAtStart, nord.registered, nord.renewed,
            other.pendingAtStart, other.registered, other.renewed, expected.region.allocated,
        ]
        #expect(found == counts)
    }

    @Test(arguments: [0.001, 0.003, 0.01, 0.1], [1, 2, 3] as [UInt64])
    func theMeanDelayIsTenMonthsAndFourTenths(size: Double, seed: UInt64) {
        let mean = Scenario(seed: seed, size: size).expected.region.meanDelayMonths!
        #expect(abs(mean - 10.4) <= 0.04)
    }

    @Test func everyNoiseIsThereHoweverSmallTheSize() {
        let volumes = Volumes(size: 0.001)
        #expect(volumes.faults.values.allSatisfy { $0 >= 1 })
        #expect([volumes.held, volumes.reinstated, volumes.undeliverable, volumes.linked].allSatisfy { $0 >= 1 })
    }
}

/// What the whole region expects; planning it takes seconds without optimisation.
let atFullSize = Scenario(seed: 1, size: 1).expected
