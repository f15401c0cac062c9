/// The codes of a list, in its order.
///
/// A message names its codes by their text: the texts are compared as they stand, without a label being made for any.
package struct CodeList<Element: Code>: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
    private let codes: [Element]
    private let raws: [String]

    package init(arrayLiteral codes: Element...) {
        self.codes = codes
        raws = codes.map(\.raw)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { codes.count }

    package subscript(index: Int) -> Element { codes[index] }

    /// Nil for a code that the list does not have.
    package func code(_ raw: String) -> Element? { raws.firstIndex(of: raw).map { codes[$0] } }
}
