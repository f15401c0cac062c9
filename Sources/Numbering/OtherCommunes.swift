import Register
import Schemas

/// The communes that an application asks for after the first: most often one or two, and none is looked at unless a desk
/// that acts on some communes only names the file. Four bytes each.
struct OtherCommunes: Sendable, Equatable {
    private var packed: [UInt32] = []

    /// `wanted`: all of them, the first one first.
    init(of wanted: [String]) {
        for code in wanted.dropFirst() {
            if let commune = CommuneCode(code: code) { packed.append(commune.packed) }
        }
    }

    func contains(_ commune: CommuneCode) -> Bool { packed.contains(commune.packed) }

    /// Written when there is none too: that none is known to be asked for.
    func encode(_ field: Int, into writer: inout WireWriter) {
        writer.tag(field, wire: 2)
        writer.varint(UInt64(4 * packed.count))
        for commune in packed { withUnsafeBytes(of: commune.bigEndian) { writer.bytes.append(contentsOf: $0) } }
    }

    init(_ field: Int, _ reader: inout WireReader) throws(WireReader.Failure) {
        let bytes = reader.slice(try reader.lengthDelimited())
        guard bytes.count % 4 == 0 else { throw .badField(field) }
        for start in stride(from: 0, to: bytes.count, by: 4) {
            packed.append(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
        }
    }
}
