/// How a notice of R441-2-7 is sent. Raw values are those of `nu.v1.NoticeChannel`.
package enum NoticeChannel: UInt8, Hashable, Sendable, CaseIterable {
    /// A simple letter.
    case post = 1
    case email = 2
    /// A letter that the post can prove: registered, or tracked.
    case traceableLetter = 3

    package var isLetter: Bool { self != .email }
}
