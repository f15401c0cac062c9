import Register
import Schemas
import SwiftProtobuf

// A form has some sixty fields, and a worker that looks at it wants to know where, and by marks who asks. Generated code
// builds all of them first, which was a third of the time of deduplication. What is read here is what the generated messages
// read, a test says so: fields come in any order, the last of several texts counts, and parts of a message add up.
// What is skipped is not opened, so a fault inside it goes unseen, as it does in a record that nobody asked for.
// Groups, which proto3 does not have, are refused here as they are in the envelope.

private typealias Forms = Interest.Forms
private typealias Failure = WireReader.Failure

extension WireAccepted {
    /// Of a form, the part that was asked for. A request without a form is small, and is read whole.
    init(_ forms: Interest.Forms, in bytes: Bytes) throws {
        self.init()
        let hasForm = try bytes.withUnsafeBytes { buffer throws(Failure) in
            try mergeForm(forms, from: WireReader(buffer))
        }
        if !hasForm { self = try WireAccepted(serializedBytes: bytes) }
    }

    /// Of a desk that acts on some communes only, and the file is not looked at yet. Says so without building anything.
    static func isOfLimitedDesk(_ bytes: Bytes) -> Bool {
        bytes.withUnsafeBytes { buffer in (try? isOfLimitedDesk(WireReader(buffer))) ?? false }
    }

    private static func isOfLimitedDesk(_ reader: consuming WireReader) throws(Failure) -> Bool {
        while let (field, wire) = try reader.nextTag() {
            if field == 9, wire == 2 { return true }
            try reader.skip(wire: wire)
        }
        return false
    }

    /// Says so without building anything, because most forms are. False where it cannot be told.
    static func isFormWithoutDaloMark(_ bytes: Bytes) -> Bool {
        bytes.withUnsafeBytes { buffer in (try? isFormWithoutDaloMark(WireReader(buffer))) ?? false }
    }

    private static func isFormWithoutDaloMark(_ reader: consuming WireReader) throws(Failure) -> Bool {
        var hasForm = false
        while let (field, wire) = try reader.nextTag() {
            guard field == 3, wire == 2 else {
                try reader.skip(wire: wire)
                continue
            }
            var request = try reader.message()
            while let (field, wire) = try request.nextTag() {
                let form: Int
                switch (field, wire) {
                case (1, 2): form = 1
                case (2, 2), (3, 2), (4, 2): form = 2
                case (8, 2): form = 4
                case (_, 2): return false
                default:
                    try request.skip(wire: wire)
                    continue
                }
                if try bearsDaloMark(try request.message(), form: form) { return false }
                hasForm = true
            }
        }
        return hasForm
    }

    private static func bearsDaloMark(_ reader: consuming WireReader, form: Int) throws(Failure) -> Bool {
        while let (field, wire) = try reader.nextTag() {
            guard field == form, wire == 2 else {
                try reader.skip(wire: wire)
                continue
            }
            var application = try reader.message()
            while let (field, wire) = try application.nextTag() {
                guard field == 9, wire == 2 else {
                    try application.skip(wire: wire)
                    continue
                }
                if DaloStatus(try application.text()).isRecognised { return true }
            }
        }
        return false
    }

    /// Returns false when there is a request without a form.
    private mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) -> Bool {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (2, 1): fingerprint = try reader.fixed64()
            case (4, 2): deskKind = try reader.text()
            case (9, 2): deskCommunes.append(try reader.text())
            case (12, 0):
                let figure = UInt32(truncatingIfNeeded: try reader.varint())
                published = Int32(bitPattern: figure >> 1) ^ -Int32(bitPattern: figure & 1)
            case (3, 2): guard try request.mergeForm(forms, from: try reader.message()) else { return false }
            case (5, 2) where forms == .personsAndCommunes:
                var person = WirePersonMarks()
                try person.merge(from: try reader.message())
                persons.append(person)
            case (6, 2) where forms == .personsAndCommunes: try reach.merge(from: try reader.message())
            case (10, 5) where forms == .personsAndCommunes: dependants.append(try reader.fixed32())
            case (10, 2) where forms == .personsAndCommunes:
                var marks = try reader.message()
                while !marks.isAtEnd { dependants.append(try marks.fixed32()) }
            default: try reader.skip(wire: wire)
            }
        }
        return true
    }
}

extension WirePersonMarks {
    fileprivate mutating func merge(from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 1): keys.append(try reader.fixed64())
            case (1, 2):
                var words = try reader.message()
                while !words.isAtEnd { keys.append(try words.fixed64()) }
            case (2, 5): birthMark = try reader.fixed32()
            case (3, 5): lastMark = try reader.fixed32()
            case (4, 5): givenMark = try reader.fixed32()
            case (5, 2):
                sketch = copied(reader.slice(try reader.lengthDelimited()))
            case (6, 0): vague = UInt32(truncatingIfNeeded: try reader.varint())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireReach {
    mutating func merge(from reader: consuming WireReader) throws(WireReader.Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 0): byPost = try reader.bool()
            case (2, 0): electronically = try reader.bool()
            case (3, 0): filedOnline = try reader.bool()
            case (4, 0): acceptsElectronic = try reader.bool()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireRequest {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) -> Bool {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): try creation.mergeForm(forms, from: try reader.message())
            case (2, 2): try separation.mergeForm(forms, from: try reader.message())
            case (3, 2): try modification.mergeForm(forms, from: try reader.message())
            case (4, 2): try renewal.mergeForm(forms, from: try reader.message())
            case (8, 2): try `import`.mergeForm(forms, from: try reader.message())
            case (_, 2): return false
            default: try reader.skip(wire: wire)
            }
        }
        return true
    }
}

extension WireCreation {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): try application.merge(forms, from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireSeparation {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): fromNumber = try reader.text()
            case (2, 2): try application.merge(forms, from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireModification {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): number = try reader.text()
            case (2, 2): try application.merge(forms, from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireRenewal {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): number = try reader.text()
            case (2, 2): try application.merge(forms, from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireImport {
    fileprivate mutating func mergeForm(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2): number = try reader.text()
            case (2, 2): firstFiledOn = try reader.text()
            case (3, 2): validFrom = try reader.text()
            case (4, 2): try application.merge(forms, from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireApplication {
    fileprivate mutating func merge(_ forms: Forms, from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (9, 2) where forms == .daloMark: dalo = try reader.text()
            case (8, 2) where forms == .personsAndCommunes: try wanted.mergeCommunes(from: try reader.message())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension WireWantedDwelling {
    fileprivate mutating func mergeCommunes(from reader: consuming WireReader) throws(Failure) {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (3, 2): communes.append(try reader.text())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

/// In one go; `append` would take one byte after the other.
private func copied<Run: RangeReplaceableCollection>(_ bytes: UnsafeRawBufferPointer) -> Run
where Run.Element == UInt8 {
    Run(bytes)
}
