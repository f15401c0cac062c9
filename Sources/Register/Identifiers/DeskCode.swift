/// A registering desk (guichet enregistreur): five characters of `0-9A-Z`, such as `G1104`.
///
/// Shape: one `UInt32` below 36⁵, so 26 bits. Sorts as its text does. Last five characters of every unique number.
package struct DeskCode: Hashable, Sendable {
    /// The five characters in base 36.
    package let packed: UInt32

    /// The public web portal.
    package static let portal = DeskCode(packed: Base36.pack5("GDPUB".utf8)!)!

    /// One more than the greatest packed code.
    static var packedEnd: UInt32 { 60_466_176 }

    /// Nil when `packed` stands for no code.
    package init?(packed: UInt32) {
        guard packed < DeskCode.packedEnd else { return nil }
        self.packed = packed
    }

    /// Five characters of `0-9A-Z`; anything else is refused, lower case too.
    package init?(code: String) {
        guard let packed = Base36.pack5(code.utf8) else { return nil }
        self.packed = packed
    }

    /// Five characters as they stand in a record.
    package init?(ascii: UnsafeRawBufferPointer) {
        guard let packed = Base36.pack5(ascii) else { return nil }
        self.packed = packed
    }

    package var code: String { Base36.text5(packed) }
}

extension DeskCode: Comparable, CustomStringConvertible {
    package static func < (left: DeskCode, right: DeskCode) -> Bool {
        left.packed < right.packed
    }

    package var description: String { code }
}
