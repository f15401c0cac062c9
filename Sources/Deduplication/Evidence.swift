import Matching
import Schemas
import SwiftProtobuf

/// Why two applications may be one person's: how alike they are, and what each field says of it. No values.
struct Evidence: Sendable, Equatable {
    struct Weight: Sendable, Equatable {
        var field: Field
        var level: UInt8
        /// Hundredths of a bit.
        var weight: Int16
    }

    /// Hundredths of a bit.
    var score: Int32
    var weights: [Weight]

    init(_ found: SketchIndex.Found, _ judge: Judge) { self.init(found.pair, judge) }

    init(_ pair: SketchIndex.Pair, _ judge: Judge) {
        score = Int32(Evidence.hundredths(pair.score))
        weights = judge.contributions(pair.vector, pair.information).map {
            Weight(field: $0.field, level: $0.level, weight: Evidence.hundredths($0.bits))
        }
    }

    /// Four bytes a field. Those of a field that this version does not know are left out.
    init(score: Int32, bytes: [UInt8]) {
        self.score = score
        weights = stride(from: 0, to: bytes.count - 3, by: 4).compactMap { place in
            Field(rawValue: bytes[place]).map { field in
                let weight = UInt16(bytes[place + 2]) << 8 | UInt16(bytes[place + 3])
                return Weight(field: field, level: bytes[place + 1], weight: Int16(bitPattern: weight))
            }
        }
    }

    var bytes: [UInt8] {
        weights.flatMap { weight in
            let bits = UInt16(bitPattern: weight.weight)
            return [weight.field.rawValue, weight.level, UInt8(bits >> 8), UInt8(bits & 0xFF)]
        }
    }

    var fieldWeights: [WireFieldWeight] {
        weights.map { weight in
            .with {
                $0.field = "\(weight.field)"
                let names = weight.field.levelNames
                $0.level = Int(weight.level) < names.count ? names[Int(weight.level)] : ""
                $0.weight = Int32(weight.weight)
            }
        }
    }

    private static func hundredths(_ bits: Float) -> Int16 {
        Int16(max(-32_000, min(32_000, (bits * 100).rounded())))
    }
}
