import Register

/// What is kept of a person for the search of duplicates: keyed marks, which can be compared and not be read.
///
/// Made once, where the names can be read; compared wherever it goes. The same description and key always give the same sketch.
/// A mark of 0 stands for nothing given. It is a pseudonym, not anonymous: whoever holds many sketches can count how
/// often a mark comes, so they stay in the register's own topics.
/// Shape: 160 bytes, and none elsewhere.
package struct PersonSketch: Hashable, Sendable {
    /// The last name, the birth name where it is another, two of their words.
    package var lastNames = SIMD4<UInt32>.zero
    /// All first names as one word, then the first three of them.
    package var firstNames = SIMD4<UInt32>.zero
    package var lastPairs = BigramFilter()
    package var firstPairs = BigramFilter()
    /// How the last name, the birth name and the first first name sound; the postcode.
    package var sounds = SIMD4<UInt32>.zero
    /// Two phones, the e-mail, the address line.
    package var contacts = SIMD4<UInt32>.zero
    package var addressPairs = BigramFilter()
    package var communePairs: UInt64 = 0
    package var nir: UInt64 = 0
    /// The birth date without its first digit, without its second, and so on.
    package var birthLessOne = SIMD8<UInt16>.zero
    package var birth: UInt32 = 0
    /// The year, and the digits of day and month in order of size: equal when these, or two of their digits, changed places.
    package var birthDigits: UInt32 = 0
    package var dayAndMonth: UInt16 = 0
    package var dayAndYear: UInt16 = 0
    package var monthAndYear: UInt16 = 0
    package var year: UInt8 = 0
    package var flags = Flags()

    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8 = 0) { self.rawValue = rawValue }

        package static let female = Flags(rawValue: 1)
        package static let male = Flags(rawValue: 2)
        /// Born on 1 January, or so it was typed because the day is not known.
        package static let dayUnknown = Flags(rawValue: 4)
        /// Two people were typed as one.
        package static let several = Flags(rawValue: 8)
    }

    package static let byteCount = 160

    package init() {}
}

extension PersonSketch {
    package init(_ person: PersonDescription, _ key: SketchKey) {
        setNames(person, key)
        setBirth(person, key)
        setContacts(person, key)
        if let sex = person.sex { flags.insert(sex == .female ? .female : .male) }
        if let number = NIR(person.nir) {
            nir = max(1, key.hash(.nir, Array(number.text.utf8)))
        } else if !person.identifier.isEmpty {
            nir = max(1, key.hash(.identifier, Array(person.identifier.utf8)))
        }
    }

    private mutating func setNames(_ person: PersonDescription, _ key: SketchKey) {
        let last = NameParts(person.lastName)
        let first = NameParts(person.firstNames)
        let born = NameParts(person.birthName)
        var birthName = born.whole.isEmpty ? last.other : born.whole
        if birthName == last.whole { birthName = [] }
        if last.holdsSeveral || first.holdsSeveral { flags.insert(.several) }

        if !last.whole.isEmpty { lastNames[0] = key.hash32(.name, last.whole) }
        if !birthName.isEmpty { lastNames[1] = key.hash32(.name, birthName) }
        let parts = (last.words + born.words).filter { $0 != last.whole && $0 != birthName }
        for (slot, word) in parts.prefix(2).enumerated() { lastNames[2 + slot] = key.hash32(.name, word) }
        if !first.whole.isEmpty { firstNames[0] = key.hash32(.name, first.whole) }
        for (slot, word) in first.words.prefix(3).enumerated() { firstNames[1 + slot] = key.hash32(.name, word) }

        lastPairs = BigramFilter(last.whole.isEmpty ? birthName : last.whole, key, .namePair, bitsPerPair: 2)
        firstPairs = BigramFilter(first.whole, key, .namePair, bitsPerPair: 2)
        for (slot, word) in [last.words.last ?? [], born.words.last ?? birthName, first.words.first ?? []].enumerated()
        {
            let sound = FrenchSound.key(of: word)
            // Letters of another script have no French sound, and stand for themselves.
            if !word.isEmpty { sounds[slot] = key.hash32(.sound, sound.isEmpty ? word : sound) }
        }
    }

    private mutating func setBirth(_ person: PersonDescription, _ key: SketchKey) {
        guard let date = BirthDigits(person.birthDate) else { return }
        let digits = date.digits
        // One array for all that is hashed.
        var hashed: [UInt8] = []
        hashed.reserveCapacity(16)
        func short(_ part: UInt8, _ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8> = []) -> UInt16 {
            hashed.removeAll(keepingCapacity: true)
            hashed.append(part)
            hashed += first
            hashed += second
            return max(1, UInt16(truncatingIfNeeded: key.hash(.birth, hashed)))
        }
        year = UInt8(max(1, short(4, digits[..<4]) & 0xFF))
        birth = key.hash32(.birth, [0] + digits)
        if date.isFirstOfJanuary {
            flags.insert(.dayUnknown)
            return
        }
        birthDigits = key.hash32(.birth, [9] + digits[..<4] + digits[4...].sorted())
        dayAndMonth = short(1, digits[4...])
        dayAndYear = short(2, digits[..<4], digits[6...])
        monthAndYear = short(3, digits[..<6])
        for place in 0..<8 {
            birthLessOne[place] = short(16 + UInt8(place), digits[..<place], digits[(place + 1)...])
        }
    }

    private mutating func setContacts(_ person: PersonDescription, _ key: SketchKey) {
        var slot = 0
        for phone in person.phones where slot < 2 {
            // The nine digits after 0 or +33.
            let digits = Array(phone.utf8.filter { (0x30...0x39).contains($0) }.suffix(9))
            guard digits.count == 9, digits.contains(where: { $0 != digits[0] }) else { continue }
            let mark = key.hash32(.phone, digits)
            guard slot == 0 || contacts[0] != mark else { continue }
            contacts[slot] = mark
            slot += 1
        }
        let email = Array(person.email.lowercased().utf8.filter { $0 > 0x20 })
        if email.contains(UInt8(ascii: "@")) { contacts[2] = key.hash32(.email, email) }
        let address = AddressParts(person.addressLine)
        if !address.sorted.isEmpty {
            contacts[3] = key.hash32(.address, address.sorted)
            addressPairs = BigramFilter(address.letters, key, .addressPair, bitsPerPair: 1)
        }
        let postcode = person.postcode.utf8.filter { $0 > 0x20 }
        if !postcode.isEmpty { sounds[3] = key.hash32(.postcode, Array(postcode)) }
        let commune = AddressParts(person.commune).letters
        if !commune.isEmpty {
            let filter = BigramFilter(commune, key, .communePair, bitsPerPair: 1)
            communePairs = filter.bits[0] | filter.bits[1]
        }
    }
}
