import Foundation

// The one thing that intake takes from Foundation: the standard library has no normalisation of its own to offer. What comes
// out follows from the text alone.
extension String {
    /// In Unicode's form NFC (UAX #15): each letter with its accents is one scalar where there is one.
    var composed: String { precomposedStringWithCanonicalMapping }

    /// Not by `==`, to which composed and decomposed are the same.
    var isComposed: Bool { composed.unicodeScalars.elementsEqual(unicodeScalars) }
}
