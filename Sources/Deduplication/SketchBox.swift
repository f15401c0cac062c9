/// The persons of an application in one piece of memory, shared by its row and the index.
///
/// Nobody changes it once it is made, which is what makes it sendable.
struct SketchBox: @unchecked Sendable {
    private let buffer: ManagedBuffer<Int, SketchedPerson>

    init(_ persons: [SketchedPerson]) {
        buffer = ManagedBuffer.create(minimumCapacity: persons.count) { _ in persons.count }
        buffer.withUnsafeMutablePointerToElements { elements in
            for (place, person) in persons.enumerated() { (elements + place).initialize(to: person) }
        }
    }

    var persons: [SketchedPerson] { Loan(self).withPersons { Array($0) } }

    static func === (left: SketchBox, right: SketchBox) -> Bool { left.buffer === right.buffer }

    /// To read without counting references, while somebody else holds the box: a search compares with a hundred of them.
    struct Loan: @unchecked Sendable {
        private let buffer: Unmanaged<ManagedBuffer<Int, SketchedPerson>>

        init(_ box: SketchBox) { buffer = Unmanaged.passUnretained(box.buffer) }

        @inline(__always)
        func withPersons<Result>(_ body: (UnsafeBufferPointer<SketchedPerson>) -> Result) -> Result {
            buffer._withUnsafeGuaranteedRef { buffer in
                buffer.withUnsafeMutablePointers { count, elements in
                    body(UnsafeBufferPointer(start: UnsafePointer(elements), count: count.pointee))
                }
            }
        }
    }
}
