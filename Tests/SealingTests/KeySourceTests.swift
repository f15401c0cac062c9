import Crypto
import Foundation
import Register
import Testing

@testable import Sealing

@Suite struct KeySourceTests {
    /// A key or a nonce that comes twice gives away what it sealed; an id that does drops another's key.
    @Test func nothingThatIsDrawnComesTwice() async {
        let source = KeySource.system
        // From several threads at once, and beyond what is drawn in one go.
        let parts = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<500).flatMap { _ in KeySourceTests.parts(of: source.lot()) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(parts.count == 8_000)
        #expect(Set(parts).count == parts.count)
        // Of 2,000 keys of 32 bytes about 1 byte in 256 is 0; a part that nobody filled would have many.
        let zeros = parts.joined().count { $0 == 0 }
        #expect((200...700).contains(zeros), "\(zeros)")
    }

    @Test func seedGivesTheSameLotsInTheirOrder() {
        let (one, same, other) = (KeySource.seeded(1), KeySource.seeded(1), KeySource.seeded(2))
        let lots = (0..<3).map { _ in KeySourceTests.parts(of: one.lot()) }
        #expect(lots == (0..<3).map { _ in KeySourceTests.parts(of: same.lot()) })
        #expect(Set(lots).count == 3)
        #expect(lots[0] != KeySourceTests.parts(of: other.lot()))
    }

    private static func parts(of lot: KeySource.Lot) -> [[UInt8]] {
        [lot.dataKey.withUnsafeBytes { Array($0) }, Array(lot.formNonce), Array(lot.wrappingNonce), lot.key.bytes]
    }
}
