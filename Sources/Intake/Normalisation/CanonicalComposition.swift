import Foundation

// Intake imports Foundation in this file alone, for Unicode normalisation, which the standard library does not offer. It is
// pure: the same text always gives the same result.
extension String {
    /// In Unicode's form NFC (UAX #15): each letter with its accents is one scalar where there is one.
    var composed: String { precomposedStringWithCanonicalMapping }

    /// Not by `==`, to which composed and decomposed are the same.
    var isComposed: Bool { composed.unicodeScalars.elementsEqual(unicodeScalars) }
}
