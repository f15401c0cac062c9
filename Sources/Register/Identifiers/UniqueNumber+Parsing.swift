extension UniqueNumber {
    /// What is wrong with a text that should be a unique number. Positions count from 1, as a clerk does.
    ///
    /// Never repeats the text: it may be someone's.
    package enum ParseError: Error, Hashable, Sendable {
        /// There are not 18 characters.
        case length(Int)
        /// Positions 1 to 3 are no territory.
        case territory
        /// Positions 4 and 5 are no month.
        case month
        /// A digit is expected here: year (6, 7) or sequence (8 to 13).
        case digit(position: Int)
        /// A digit or a capital letter is expected here: the desk's code (14 to 18).
        case desk(position: Int)

        /// The first wrong position, 1...18. For a wrong length, the one after the last good length.
        package var position: Int {
            switch self {
            case .length(let count): min(count, 18) + 1
            case .territory: 1
            case .month: 4
            case .digit(let position), .desk(let position): position
            }
        }

        package var french: String {
            switch self {
            case .length(let count): "Le numéro unique a 18 caractères ; celui-ci en a \(count)."
            case .territory: "Les caractères 1 à 3 doivent être un territoire, par exemple 059 ou 111."
            case .month: "Les caractères 4 et 5 doivent être un mois, de 01 à 12."
            case .digit(let position): "Le caractère \(position) doit être un chiffre."
            case .desk(let position):
                "Le caractère \(position) doit être un chiffre ou une lettre majuscule sans accent."
            }
        }

        package var english: String {
            switch self {
            case .length(let count): "A unique number has 18 characters; this one has \(count)."
            case .territory: "Characters 1 to 3 must be a territory, such as 059 or 111."
            case .month: "Characters 4 and 5 must be a month, from 01 to 12."
            case .digit(let position): "Character \(position) must be a digit."
            case .desk(let position): "Character \(position) must be a digit or a capital letter without accent."
            }
        }
    }

    /// Reads exactly the eighteen characters, and says which position is wrong and why.
    package static func parse(_ text: String) throws(ParseError) -> UniqueNumber {
        var text = text
        // Only to say what is wrong is a text of another length looked at: a clerk counts characters, and none that is not
        // ASCII fits a field.
        let count = text.utf8.count
        if count != 18 {
            guard text.count == 18 else { throw .length(text.count) }
            text = String(text.map { $0.isASCII ? $0 : "?" })
        }
        let result: Result<UniqueNumber, ParseError> = text.withUTF8 { utf8 in
            do throws(ParseError) {
                return .success(try parse(ascii: UnsafeRawBufferPointer(utf8)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Eighteen characters as they stand in a record.
    package init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count == 18, let number = try? UniqueNumber.parse(ascii: ascii) else { return nil }
        self = number
    }

    private static func parse(ascii bytes: UnsafeRawBufferPointer) throws(ParseError) -> UniqueNumber {
        let key = UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2])
        guard let territory = Territory(key: key) else { throw .territory }
        var digits = 0
        for index in 3..<13 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw index < 5 ? .month : .digit(position: index + 1) }
            digits = digits * 10 + Int(digit)
        }
        let month = digits / 100_000_000
        guard (1...12).contains(month) else { throw .month }
        var desk: UInt32 = 0
        for index in 13..<18 {
            guard let digit = Base36.digit(bytes[index]) else { throw .desk(position: index + 1) }
            desk = desk * 36 + digit
        }
        return UniqueNumber(
            territory: territory,
            month: month,
            yearOfCentury: digits / 1_000_000 % 100,
            sequence: digits % 1_000_000,
            desk: DeskCode(packed: desk)!
        )
    }
}
