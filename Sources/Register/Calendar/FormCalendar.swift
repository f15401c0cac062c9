/// From which day to which day each version of the form is received. Arrêtés of 14 June 2010, 24 July 2013, 6 August
/// 2018, 22 December 2020, and April 2022.
package struct FormCalendar: Hashable, Sendable {
    /// What no text settles is a setting. The day of the arrêté, where the first day of use is not known: that refuses
    /// nobody.
    package var secondFrom = CivilDate(year: 2013, month: 7, day: 24)!
    package var fourthFrom = CivilDate(year: 2020, month: 12, day: 22)!
    package var fifthFrom = CivilDate(year: 2022, month: 4, day: 1)!
    /// The last days of the third and the fourth; nil while they are still received.
    package var thirdUntil: CivilDate?
    package var fourthUntil: CivilDate?

    package init() {}

    /// Version *01 came with the reform; from 10 September 2019 none older than *03 is taken.
    private static let firstFrom = CivilDate(year: 2010, month: 10, day: 1)!
    private static let thirdFrom = CivilDate(year: 2018, month: 9, day: 10)!
    private static let olderUntil = CivilDate(year: 2019, month: 9, day: 9)!

    /// The first day of a version; nil of one that is not known.
    package func first(_ version: FormVersion) -> CivilDate? {
        switch version {
        case .first: FormCalendar.firstFrom
        case .second: secondFrom
        case .third: FormCalendar.thirdFrom
        case .fourth: fourthFrom
        case .fifth: fifthFrom
        case .unknown: nil
        }
    }

    /// Its last day; nil where none is set.
    package func last(_ version: FormVersion) -> CivilDate? {
        switch version {
        case .first, .second: FormCalendar.olderUntil
        case .third: thirdUntil
        case .fourth: fourthUntil
        case .fifth, .unknown: nil
        }
    }

    /// Why these days cannot stand together.
    var contradictions: [String] {
        FormVersion.known.compactMap { version in
            guard let first = first(version), let last = last(version), last < first else { return nil }
            return "form \(version) is over on \(last.iso), before its first day \(first.iso)"
        }
    }
}
