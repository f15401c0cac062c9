/// Where an application counts: a département, or Île-de-France as a whole. CCH L441-2-1.
///
/// Shape: one `UInt8`, the place of its code in a fixed table of 94, so 7 bits. Sorts as its code does.
/// Codes: `001`…`095` without 020 and the eight of Île-de-France, `02A`, `02B`, `111` (Île-de-France), `971`–`974`, `976`.
package struct Territory: Hashable, Sendable {
    /// Place in the table of codes, 0...93. The table never changes order: numbers are stored with it.
    package let rawIndex: UInt8

    /// In the order of their codes.
    package static let all: [Territory] = (0..<UInt8(keys.count)).map { Territory(uncheckedIndex: $0) }
    package static let nord = Territory(code: "059")!
    package static let pasDeCalais = Territory(code: "062")!
    package static let ileDeFrance = Territory(code: "111")!

    /// The départements that make up Île-de-France.
    package static let ileDeFranceDepartements: [UInt32] = [75, 77, 78, 91, 92, 93, 94, 95]

    /// How many there are.
    static var count: UInt8 { 94 }

    package init?(rawIndex: UInt8) {
        guard rawIndex < Territory.count else { return nil }
        self.rawIndex = rawIndex
    }

    /// Three characters. `075` and the like, in use before 28 March 2011, are refused: Île-de-France is `111`.
    package init?(code: some StringProtocol) {
        var key: UInt32 = 0
        var length = 0
        for byte in code.utf8 {
            guard length < 3 else { return nil }
            key = key << 8 | UInt32(byte)
            length += 1
        }
        guard length == 3 else { return nil }
        self.init(key: key)
    }

    /// Three characters as they stand in a record.
    package init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count == 3 else { return nil }
        self.init(key: UInt32(ascii[0]) << 16 | UInt32(ascii[1]) << 8 | UInt32(ascii[2]))
    }

    /// The territory a commune lies in. Nil for 975, which is in none.
    package init?(commune: CommuneCode) {
        let digits = commune.digits
        let departement = digits.0 * 10 + digits.1
        if digits.1 < 10, Territory.ileDeFranceDepartements.contains(departement) {
            self = .ileDeFrance
            return
        }
        let overseas = digits.1 < 10 && departement == 97
        let code = overseas ? (digits.0, digits.1, digits.2) : (0, digits.0, digits.1)
        self.init(key: Territory.key(code.0, code.1, code.2))
    }

    package var code: String {
        let key = Territory.keys[Int(rawIndex)]
        return String(unsafeUninitializedCapacity: 3) { text in
            Territory.write(key, to: text)
            return 3
        }
    }

    /// Writes the three characters at the start of `text`.
    func write(to text: UnsafeMutableBufferPointer<UInt8>) {
        Territory.write(Territory.keys[Int(rawIndex)], to: text)
    }

    /// `key`: the three ASCII bytes of a code, first one highest.
    init?(key: UInt32) {
        var low = 0
        var high = Territory.keys.count
        while low < high {
            let middle = (low + high) / 2
            if Territory.keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        guard low < Territory.keys.count, Territory.keys[low] == key else { return nil }
        self.rawIndex = UInt8(low)
    }

    private init(uncheckedIndex: UInt8) {
        self.rawIndex = uncheckedIndex
    }

    private static func write(_ key: UInt32, to text: UnsafeMutableBufferPointer<UInt8>) {
        text[0] = UInt8(truncatingIfNeeded: key >> 16)
        text[1] = UInt8(truncatingIfNeeded: key >> 8)
        text[2] = UInt8(truncatingIfNeeded: key)
    }

    private static func key(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt32 {
        UInt32(Base36.byte(first)) << 16 | UInt32(Base36.byte(second)) << 8 | UInt32(Base36.byte(third))
    }

    /// The three ASCII bytes of every code, in order. ASCII puts `029` before `02A` before `030`.
    private static let keys: [UInt32] = {
        let metropolitan = (UInt32(1)...95).filter { $0 != 20 && !ileDeFranceDepartements.contains($0) }
        let corsica = [key(0, 2, 10), key(0, 2, 11)]
        let overseas = [971, 972, 973, 974, 976].map { key(9, 7, UInt32($0) % 10) }
        let keys = metropolitan.map { key(0, $0 / 10, $0 % 10) } + corsica + [key(1, 1, 1)] + overseas
        precondition(keys.count == Int(count), "the table of territories changed size")
        return keys.sorted()
    }()
}

extension Territory: Comparable, CustomStringConvertible {
    package static func < (left: Territory, right: Territory) -> Bool {
        left.rawIndex < right.rawIndex
    }

    package var description: String { code }
}
