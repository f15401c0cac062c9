import Crypto
import Foundation
import Testing
import WorkerKit

@testable import Sealing

@Suite struct KeySourceTests {
    private let place = SourcePosition(partition: 0, offset: 7)

    /// A key or a nonce that comes twice gives away what it sealed.
    @Test func nothingThatIsDrawnComesTwice() async {
        let source = KeySource.system
        // From several threads at once, and beyond what is drawn in one go.
        let parts = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<500).flatMap { _ in KeySourceTests.parts(of: source.lot(at: self.place)) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(parts.count == 6_000)
        #expect(Set(parts).count == parts.count)
        // Of 2,000 keys of 32 bytes about 1 byte in 256 is 0; a part that nobody filled would have many.
        let zeros = parts.joined().count { $0 == 0 }
        #expect((200...700).contains(zeros), "\(zeros)")
    }

    @Test func seedGivesTheSameLotForTheSamePlace() {
        let parts = KeySourceTests.parts(of: KeySource.seeded(1).lot(at: place))
        #expect(parts == KeySourceTests.parts(of: KeySource.seeded(1).lot(at: place)))
        #expect(parts != KeySourceTests.parts(of: KeySource.seeded(2).lot(at: place)))
        #expect(parts != KeySourceTests.parts(of: KeySource.seeded(1).lot(at: SourcePosition(partition: 0, offset: 8))))
    }

    private static func parts(of lot: KeySource.Lot) -> [[UInt8]] {
        [lot.dataKey.withUnsafeBytes { Array($0) }, Array(lot.formNonce), Array(lot.wrappingNonce)]
    }
}
