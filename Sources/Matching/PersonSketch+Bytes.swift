// How a sketch travels: 160 bytes, each number with its lowest byte first.
extension PersonSketch {
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(PersonSketch.byteCount)
        func add(_ number: some FixedWidthInteger & UnsignedInteger) {
            for shift in stride(from: 0, to: number.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
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
        return bytes
    }

    /// Nil where it is not 160 bytes.
    package init?(bytes: some RandomAccessCollection<UInt8>) {
        guard bytes.count == PersonSketch.byteCount else { return nil }
        var rest = bytes[...]
        func take<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number {
            var number: Number = 0
            for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
                number |= Number(truncatingIfNeeded: rest.removeFirst()) << Number(truncatingIfNeeded: shift)
            }
            return number
        }
        func takeMarks() -> SIMD4<UInt32> { SIMD4((0..<4).map { _ in take(UInt32.self) }) }
        func takePairs() -> BigramFilter { BigramFilter(bits: SIMD2((0..<2).map { _ in take(UInt64.self) })) }
        self.init()
        lastNames = takeMarks()
        firstNames = takeMarks()
        sounds = takeMarks()
        contacts = takeMarks()
        lastPairs = takePairs()
        firstPairs = takePairs()
        addressPairs = takePairs()
        communePairs = take(UInt64.self)
        nir = take(UInt64.self)
        for place in 0..<8 { birthLessOne[place] = take(UInt16.self) }
        birth = take(UInt32.self)
        birthDigits = take(UInt32.self)
        dayAndMonth = take(UInt16.self)
        dayAndYear = take(UInt16.self)
        monthAndYear = take(UInt16.self)
        year = take(UInt8.self)
        flags = Flags(rawValue: take(UInt8.self))
    }
}
