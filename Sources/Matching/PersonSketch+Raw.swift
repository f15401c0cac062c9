// The same 160 bytes as `bytes`, for those who read and write millions.
extension PersonSketch {
    /// Of the next 160 bytes, wherever they lie.
    package init(raw bytes: UnsafeRawPointer) {
        func number<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
        func marks(_ offset: Int) -> SIMD4<UInt32> {
            SIMD4(
                number(offset, UInt32.self),
                number(offset + 4, UInt32.self),
                number(offset + 8, UInt32.self),
                number(offset + 12, UInt32.self),
            )
        }
        func pairs(_ offset: Int) -> BigramFilter {
            BigramFilter(bits: SIMD2(number(offset, UInt64.self), number(offset + 8, UInt64.self)))
        }
        self.init()
        lastNames = marks(0)
        firstNames = marks(16)
        sounds = marks(32)
        contacts = marks(48)
        lastPairs = pairs(64)
        firstPairs = pairs(80)
        addressPairs = pairs(96)
        communePairs = number(112, UInt64.self)
        nir = number(120, UInt64.self)
        for place in 0..<8 { birthLessOne[place] = number(128 + place * 2, UInt16.self) }
        birth = number(144, UInt32.self)
        birthDigits = number(148, UInt32.self)
        dayAndMonth = number(152, UInt16.self)
        dayAndYear = number(154, UInt16.self)
        monthAndYear = number(156, UInt16.self)
        year = number(158, UInt8.self)
        flags = Flags(rawValue: number(159, UInt8.self))
    }

    /// Appends them.
    package func append(to bytes: inout [UInt8]) {
        func add(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for marks in [lastNames, firstNames, sounds, contacts] { for slot in 0..<4 { add(marks[slot]) } }
        for pairs in [lastPairs, firstPairs, addressPairs] { for word in 0..<2 { add(pairs.bits[word]) } }
        add(communePairs)
        add(nir)
        for place in 0..<8 { add(birthLessOne[place]) }
        add(birth)
        add(birthDigits)
        add(dayAndMonth)
        add(dayAndYear)
        add(monthAndYear)
        add(year)
        add(flags.rawValue)
    }
}
