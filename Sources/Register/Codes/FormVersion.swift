/// A version of the form, as printed on it behind the star: Cerfa 14069\*01 to \*05.
package enum FormVersion: Code {
    case first, second, third, fourth, fifth
    case unknown(String)

    package static let known: CodeList<Self> = [.first, .second, .third, .fourth, .fifth]

    package var entry: CodeEntry {
        switch self {
        case .first: CodeEntry("01", "Cerfa 14069*01 (2010)", "Form 14069*01 (2010)")
        case .second: CodeEntry("02", "Cerfa 14069*02 (2013)", "Form 14069*02 (2013)")
        case .third: CodeEntry("03", "Cerfa 14069*03 (2018)", "Form 14069*03 (2018)")
        case .fourth: CodeEntry("04", "Cerfa 14069*04 (2020)", "Form 14069*04 (2020)")
        case .fifth: CodeEntry("05", "Cerfa 14069*05 (2022)", "Form 14069*05 (2022)")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }

    /// Its codes are those of interface 2.01 and no others. The lists of the fourth and fifth are longer, and nobody
    /// published them: what those bring is kept as it came.
    package var hasListedCodes: Bool {
        switch self {
        case .first, .second, .third: true
        case .fourth, .fifth, .unknown: false
        }
    }

    /// It asks adults for their social security number: since décret 2017-917.
    package var hasNIR: Bool {
        switch self {
        case .first, .second: false
        case .third, .fourth, .fifth, .unknown: true
        }
    }
}
