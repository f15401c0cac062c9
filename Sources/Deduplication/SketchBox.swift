import Matching

/// The persons of an application and the marks of its dependants in one piece of memory, shared by its row and the index.
///
/// Nobody changes it once it is made, which is what makes it sendable.
struct SketchBox: @unchecked Sendable {
    /// Sixteen bytes.
    fileprivate struct Header {
        var count: Int32
        var dependants: DependantMarks
    }

    private let buffer: ManagedBuffer<Header, SketchedPerson>

    init(_ sketched: Sketched) {
        let persons = sketched.persons
        buffer = ManagedBuffer.create(minimumCapacity: persons.count) { _ in
            Header(count: Int32(persons.count), dependants: sketched.dependants)
        }
        buffer.withUnsafeMutablePointerToElements { elements in
            for (place, person) in persons.enumerated() { (elements + place).initialize(to: person) }
        }
    }

    var persons: [SketchedPerson] { Loan(self).withPersons { Array($0) } }

    var dependants: DependantMarks { buffer.header.dependants }

    static func === (left: SketchBox, right: SketchBox) -> Bool { left.buffer === right.buffer }

    /// To read without counting references, while somebody else holds the box: a search compares with a hundred of them.
    struct Loan: @unchecked Sendable {
        private let buffer: Unmanaged<ManagedBuffer<Header, SketchedPerson>>

        init(_ box: SketchBox) { buffer = Unmanaged.passUnretained(box.buffer) }

        @inline(__always)
        var dependants: DependantMarks { buffer._withUnsafeGuaranteedRef { $0.header.dependants } }

        @inline(__always)
        func withPersons<Result>(_ body: (UnsafeBufferPointer<SketchedPerson>) -> Result) -> Result {
            buffer._withUnsafeGuaranteedRef { buffer in
                buffer.withUnsafeMutablePointers { header, elements in
                    body(UnsafeBufferPointer(start: UnsafePointer(elements), count: Int(header.pointee.count)))
                }
            }
        }
    }
}
