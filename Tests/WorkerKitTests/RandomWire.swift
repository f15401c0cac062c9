import Schemas
import TestSupport

/// The bytes of an `Accepted` as no writer would put them, and yet well-formed: fields in any order, several times,
/// under a wire type that is not theirs, and fields that nobody knows.
struct RandomWire {
    private indirect enum Shape {
        case text, varint, fixed64, fixed32
        /// Numbers of 64 bits, one after the other.
        case words
        /// Numbers of 32 bits, one after the other.
        case halfWords
        case message([Int: Shape])
    }

    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func accepted() -> [UInt8] {
        var writer = WireWriter()
        write(RandomWire.accepted, to: &writer, fieldsMax: 4)
        for _ in 0..<(Int.random(in: 0..<6, using: &random) == 0 ? 2 : 1) {
            var request = WireWriter()
            write(RandomWire.request, to: &request, fieldsMax: Bool.random(using: &random) ? 1 : 3)
            writer.field(3, message: request.bytes)
        }
        write(RandomWire.accepted, to: &writer, fieldsMax: 4)
        return writer.bytes
    }

    private mutating func write(_ fields: [Int: Shape], to writer: inout WireWriter, fieldsMax: Int = 9) {
        let known = fields.keys.sorted()
        for _ in 0..<Int.random(in: 0...fieldsMax, using: &random) {
            let field = known.randomElement(using: &random) ?? 1
            switch Int.random(in: 0..<12, using: &random) {
            case 0: writeNumber(known.last.map { $0 + Int.random(in: 1...4_000, using: &random) } ?? 1, to: &writer)
            case 1: writer.field((known.last ?? 0) + 7, string: text())
            case 2: writeNumber(field, to: &writer)
            default: write(fields[field] ?? .text, field, to: &writer)
            }
        }
    }

    private mutating func write(_ shape: Shape, _ field: Int, to writer: inout WireWriter) {
        switch shape {
        case .text: writer.field(field, message: text().utf8)
        case .varint:
            writer.tag(field, wire: 0)
            writer.varint(random.next() >> UInt64.random(in: 0..<64, using: &random))
        case .fixed64:
            writer.tag(field, wire: 1)
            writer.raw(littleEndian: random.next())
        case .fixed32:
            writer.tag(field, wire: 5)
            let number = UInt32(truncatingIfNeeded: random.next())
            withUnsafeBytes(of: number.littleEndian) { writer.bytes.append(contentsOf: $0) }
        case .words:
            var inner = WireWriter()
            for _ in 0..<Int.random(in: 0..<5, using: &random) { inner.raw(littleEndian: random.next()) }
            writer.field(field, message: inner.bytes)
        case .halfWords:
            if Bool.random(using: &random) { return write(.fixed32, field, to: &writer) }
            let bytes = (0..<4 * Int.random(in: 0..<5, using: &random)).map { _ in
                UInt8.random(in: 0...9, using: &random)
            }
            writer.field(field, message: bytes)
        case .message(let fields):
            var inner = WireWriter()
            write(fields, to: &inner)
            writer.field(field, message: inner.bytes)
        }
    }

    /// A number, whatever the field is said to hold.
    private mutating func writeNumber(_ field: Int, to writer: inout WireWriter) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: write(.varint, field, to: &writer)
        case 1: write(.fixed64, field, to: &writer)
        default:
            writer.tag(field, wire: 5)
            writer.bytes += [1, 2, 3, 4]
        }
    }

    private mutating func text() -> String {
        let texts = ["", "Lemaire", "Zoé ’n ☂︎", "59350", "1994-11-02", "x\u{0}y", String(repeating: "é", count: 90)]
        return texts.randomElement(using: &random) ?? ""
    }

    // As `register.proto`, `form.proto` and `submission.proto` have them.

    private static let accepted: [Int: Shape] = [
        1: .text, 2: .fixed64, 4: .text, 5: .message([1: .words, 2: .fixed32, 3: .fixed32, 4: .fixed32]),
        6: .message([1: .varint, 2: .varint, 3: .varint, 4: .varint]), 7: .text, 8: .fixed32, 9: .text,
        10: .halfWords, 11: texts(1...2), 12: .varint,
    ]

    private static let identity = texts(1...7)
    private static let contact = texts(1...17)
    private static let resource: Shape = .message([1: .text, 2: .varint])
    private static let income: Shape = .message([1: .varint, 2: .varint])
    private static let person: Shape = .message([
        1: identity, 2: contact, 3: .text, 4: .text, 5: texts(1...3), 6: resource, 7: resource, 8: income,
    ])
    private static let application: Shape = .message([
        1: person, 2: person, 3: .message([1: identity, 2: .text, 3: .text, 4: .text]), 4: .varint,
        5: income, 14: income, 15: .text, 6: .message([1: .text, 2: .varint, 4: .text]), 7: .text,
        8: .message([1: .text, 2: .text, 3: .text, 4: .varint, 5: texts(1...2)]), 9: .text,
        10: .message([1: .text, 2: .text, 3: contact]), 11: texts(1...6), 12: .text, 13: .varint,
    ])
    private static let request: [Int: Shape] = [
        1: .message([1: application]), 2: .message([1: .text, 2: application]),
        3: .message([1: .text, 2: application, 3: .varint]),
        4: .message([1: .text, 2: application]), 5: texts(1...3), 7: texts(1...2),
        8: .message([1: .text, 2: .text, 3: .text, 4: application]), 10: .message([1: .text, 2: .varint]),
    ]

    private static func texts(_ fields: ClosedRange<Int>) -> Shape {
        .message(Dictionary(uniqueKeysWithValues: fields.map { ($0, .text) }))
    }
}
