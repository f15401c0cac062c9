import Schemas
import Testing

@testable import Stream

/// Kafka's Java clients and this system put a key in the same partition.
@Suite struct PartitionerTests {
    /// From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
    @Test(
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)]
    )
    func murmur2IsJavas(text: String, hash: Int32) {
        #expect(Int32(bitPattern: Partitioner.murmur2(Array(text.utf8))) == hash)
    }

    /// `toPositive` keeps the low 31 bits; it is not the absolute value.
    @Test func aNegativeHashIsMadePositiveAsJavaDoes() {
        #expect(Partitioner.partition(of: "21", count: 7) == Int(-973_932_308 & 0x7FFF_FFFF) % 7)
        #expect(Partitioner.partition(of: "foobar", count: 1_000) == Int(-790_332_482 & 0x7FFF_FFFF) % 1_000)
    }

    @Test func onePartitionTakesAll() {
        for text in ["", "059", "G5901"] { #expect(Partitioner.partition(of: text, count: 1) == 0) }
    }

    @Test func textAndBytesAgree() {
        for count in 1...64 {
            #expect(
                Partitioner.partition(of: "059", count: count) == Partitioner.partition(of: [48, 53, 57], count: count)
            )
        }
    }

    @Test func allPartitionsAreUsed() {
        let used = Set((0..<500).map { Partitioner.partition(of: "key-\($0)", count: 12) })
        #expect(used == Set(0..<12))
    }
}

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_334_224_800_000, "2012-04-12T10:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_001, "2000-02-29T00:00:00.001Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (1_709_251_199_010, "2024-02-29T23:59:59.010Z"),
        ] as [(Int64, String)]
    )
    func instantsAreWrittenInUTCToTheMillisecond(milliseconds: Int64, text: String) {
        #expect(Timestamp.iso(milliseconds: milliseconds) == text)
    }

    /// A producer may write anything into a timestamp: no trap.
    @Test func noInstantIsTooFar() {
        for milliseconds in [Int64.min, .max, .min / 2, .max / 2] {
            #expect(!Timestamp.iso(milliseconds: milliseconds).isEmpty)
        }
    }
}
