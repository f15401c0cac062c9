/// Why a document cannot be read, and where. Repeats nothing of it.
package struct XMLFault: Error, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case encoding = "only UTF-8, US-ASCII, ISO-8859-1, and UTF-16 with its byte order mark are read"
        case notUTF8 = "the bytes are not UTF-8"
        case notUTF16 = "the bytes are not UTF-16"
        case version = "only XML 1.0 is read"
        case truncated = "the document ends too early"
        case malformed = "this is not well-formed XML"
        case otherEnd = "this end tag is not that of the open element"
        case afterTheEnd = "something follows the end of the document"
        case character = "this character may not stand in XML"
        case reference = "only the five predefined entities and characters may be referred to"
        case documentType = "a document type is not accepted, so there are no entities"
        case repeatedAttribute = "this attribute stands here twice"
        case unknownPrefix = "this prefix names no namespace"
        case tooDeep = "the elements are nested too deeply"
        case tooManyElements = "there are too many elements"
        case tooManyAttributes = "the element has too many attributes"
        case nameTooLong = "the name is too long"
        case textTooLong = "the text is too long"
        case otherRoot = "the root is not interfaceNuu of http://nuu.application.i2/"
    }

    package let reason: Reason
    /// Lines and characters, counted from 1.
    package let line: Int
    package let column: Int

    package init(_ reason: Reason, line: Int, column: Int) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    package var description: String { "line \(line), column \(column): \(reason.rawValue)" }
}
