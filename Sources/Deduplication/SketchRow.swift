import Matching
import Register
import Schemas
import WorkerKit

/// A person of an application, as persons are compared. Not nominative.
struct SketchedPerson: Sendable, Equatable {
    /// The first word of the person's first key: who leaves an application is found by it. 0 for who has none.
    var mark: UInt64
    var sketch: PersonSketch

    static let byteCount = 8 + PersonSketch.byteCount
}

/// The persons of an application that lives or may come back. `nu.v1.SketchRow`.
struct SketchRow: TableRow {
    private(set) var box: SketchBox
    /// Sketches of two territories say nothing of each other.
    var territory: Territory

    init(_ sketched: Sketched, territory: Territory) {
        box = SketchBox(sketched)
        self.territory = territory
    }

    var persons: [SketchedPerson] {
        get { box.persons }
        set { box = SketchBox(Sketched(persons: newValue, dependants: dependants)) }
    }

    var dependants: DependantMarks { box.dependants }

    static func == (left: SketchRow, right: SketchRow) -> Bool {
        left.territory == right.territory
            && (left.box === right.box || (left.persons == right.persons && left.dependants == right.dependants))
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, sketched: persons)
        writer.field(2, unsigned: UInt64(territory.rawIndex))
        writer.field(3, dependants: dependants)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var sketched = Sketched()
        var index: UInt8 = 0
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: sketched.persons = try reader.sketched()
            case 2: index = UInt8(truncatingIfNeeded: try reader.varint())
            case 3: sketched.dependants = try reader.dependants()
            default: try reader.skip(wire: wire)
            }
        }
        guard let territory = Territory(rawIndex: index) else { throw .badField(2) }
        self.init(sketched, territory: territory)
    }
}

extension WireAccepted {
    var sketched: Sketched { Sketched(persons: sketchedPersons, dependants: DependantMarks(dependants)) }

    /// Who asks, as far as they can be compared.
    private var sketchedPersons: [SketchedPerson] {
        persons.compactMap { person in
            let bytes = Array(person.sketch)
            guard bytes.count == PersonSketch.byteCount else { return nil }
            return bytes.withUnsafeBytes { bytes in
                bytes.baseAddress.map { SketchedPerson(mark: person.keys.first ?? 0, sketch: PersonSketch(raw: $0)) }
            }
        }
    }
}

extension WireWriter {
    mutating func field(_ number: Int, sketched persons: [SketchedPerson]) {
        guard !persons.isEmpty else { return }
        tag(number, wire: 2)
        varint(UInt64(persons.count * SketchedPerson.byteCount))
        for person in persons {
            raw(littleEndian: person.mark)
            person.sketch.append(to: &bytes)
        }
    }
}

extension WireWriter {
    mutating func field(_ number: Int, dependants: DependantMarks) {
        guard !dependants.isEmpty else { return }
        tag(number, wire: 2)
        varint(UInt64(dependants.all.count * 4))
        for mark in dependants.all { withUnsafeBytes(of: mark.littleEndian) { bytes.append(contentsOf: $0) } }
    }
}

extension WireReader {
    mutating func dependants() throws(Failure) -> DependantMarks {
        var marks = try message()
        var found: [UInt32] = []
        while !marks.isAtEnd { found.append(try marks.fixed32()) }
        return DependantMarks(found)
    }

    mutating func sketched() throws(Failure) -> [SketchedPerson] {
        let bytes = slice(try lengthDelimited())
        guard bytes.count % SketchedPerson.byteCount == 0 else { throw .truncated }
        guard let start = bytes.baseAddress else { return [] }
        return stride(from: 0, to: bytes.count, by: SketchedPerson.byteCount).map { offset in
            SketchedPerson(
                mark: UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                sketch: PersonSketch(raw: start + offset + 8),
            )
        }
    }
}
