import Schemas

/// The headers of a record to be written, in their order, in one piece of memory: an event has six, and to allocate and count
/// each name and value apart was a good part of what a lane does for it.
///
/// Layout: for each header the length of its name, its name, the length of its value, its value; lengths are varints.
package struct LogHeaders: Sendable, Hashable {
    private var bytes: [UInt8]

    package init() { bytes = [] }

    package init(_ headers: some Sequence<LogHeader>) {
        self.init { writer in for header in headers { writer.header(header.name, header.value) } }
    }

    /// What `body` writes, with `header`.
    init(_ body: (inout WireScratch) -> Void) { bytes = WireScratch.bytes(body) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Names, values and their lengths: as much as they take in a log, about.
    package var byteCount: Int { bytes.count }

    package var count: Int {
        var count = 0
        forEachPart { _ in count += 1 }
        return count
    }

    /// A header where it stands: not to be kept longer than the call that it is given to.
    package typealias Part = (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)

    package func forEachPart(_ body: (Part) -> Void) {
        bytes.withUnsafeBytes { buffer in
            var reader = WireReader(buffer)
            while let header = reader.header() { body(header) }
        }
    }

    /// With the header that has the same place in `others`, if there is one.
    package func forEachPart(beside others: LogHeaders, _ body: (Part, Part?) -> Void) {
        others.bytes.withUnsafeBytes { buffer in
            var reader = WireReader(buffer)
            forEachPart { body($0, reader.header()) }
        }
    }
}

extension LogHeaders: Sequence, ExpressibleByArrayLiteral {
    package init(arrayLiteral headers: LogHeader...) { self.init(headers) }

    package func makeIterator() -> IndexingIterator<[LogHeader]> {
        var headers: [LogHeader] = []
        forEachPart { headers.append(LogHeader(String(decoding: $0.name, as: UTF8.self), Array($0.value))) }
        return headers.makeIterator()
    }
}

extension WireReader {
    /// Nil at the end.
    fileprivate mutating func header() -> LogHeaders.Part? {
        guard !isAtEnd, let name = try? lengthDelimited(), let value = try? lengthDelimited() else { return nil }
        return (slice(name), slice(value))
    }
}

extension WireScratch {
    mutating func header(_ name: String, _ value: some Collection<UInt8>) {
        header(name) { $0.raw(value) }
    }

    mutating func header(_ name: String, _ value: String) { header(name, value.utf8) }

    /// With the value that `body` writes.
    mutating func header(_ name: String, writing body: (inout WireScratch) -> Void) {
        delimited { $0.raw(name.utf8) }
        delimited(body)
    }
}
