/// What a document may be made of. Beyond any of these it is refused where it goes beyond, and nothing more of it is read.
///
/// The defaults leave room for ten times the largest form seen. With intake's limit on bytes they bound memory and time.
package struct XMLLimits: Sendable, Hashable {
    /// Elements within each other.
    package var depthMax = 24
    package var elementsMax = 2_000
    /// Of one element.
    package var attributesMax = 12
    /// Of a name with its prefix, in bytes.
    package var nameBytesMax = 64
    /// Of one element's text, or one attribute's, in bytes.
    package var textBytesMax = 8_192
    /// Elements that were not read and are named; of the others nothing is kept.
    package var unreadMax = 20

    package init() {}
}
