import Schemas

extension LogRecord {
    /// The trace that the record belongs to. What does not have the shape of a W3C trace context is dropped: whoever sends a
    /// submission writes this header, and it is copied to the register and to every answer.
    ///
    /// Source: https://www.w3.org/TR/trace-context/#traceparent-header
    package var traceParent: LogHeader? {
        guard let header = headers.last(where: { $0.name == HeaderName.traceParent }), isTraceParent(header.value)
        else { return nil }
        return header
    }
}

/// Version, trace, parent and flags in lower-case hexadecimal: 55 characters.
private func isTraceParent(_ value: [UInt8]) -> Bool {
    guard value.count == 55 else { return false }
    for (place, byte) in value.enumerated() {
        switch (place, byte) {
        case (2, UInt8(ascii: "-")), (35, UInt8(ascii: "-")), (52, UInt8(ascii: "-")): continue
        case (2, _), (35, _), (52, _): return false
        case (_, UInt8(ascii: "0")...UInt8(ascii: "9")), (_, UInt8(ascii: "a")...UInt8(ascii: "f")): continue
        default: return false
        }
    }
    return true
}
