import Register
import Schemas

extension Examination {
    /// A file of the former system keeps its number and its days, so they must agree with each other.
    mutating func examine(_ imported: inout WireImport) {
        number = uniqueNumber(&imported.number, "number")
        var firstFiledOn = imported.firstFiledOn
        let readable = CivilDate(iso: Text.tidied(firstFiledOn))
        if let number, let filed = readable, !Examination.agree(number, filed) {
            refuse(.numberDoesNotMatchFiling, "number")
        }
        let filed = pastDate(&firstFiledOn, "first_filed_on", missing: .missingField)
        if let filed, filed < settings.firstFilingMin { refuse(.dateTooOld, "first_filed_on") }
        imported.firstFiledOn = firstFiledOn
        let start = pastDate(&imported.validFrom, "valid_from", missing: .missingField)
        if let filed, let start, start < filed { refuse(.inconsistentDates, "valid_from") }
        within("application") { $0.examine(&imported.application) }
    }

    private static func agree(_ number: UniqueNumber, _ filed: CivilDate) -> Bool {
        let (year, month, _) = filed.components
        return number.month == month && number.yearOfCentury == year % 100
    }
}
