/// How many sealed forms one application may gather.
///
/// Each is kept until the purge, as evidence of what was changed, and each is 16 bytes of a row that is written anew with every
/// one of them. So what nobody does in earnest is refused, and nothing is taken away for it.
package enum FormLimit {
    /// Modifications, links and early renewals beyond this are refused.
    package static let changes: UInt32 = 200
    /// Room that is left for what must stay possible whatever came before: a strike-off after an allocation.
    package static let all: UInt32 = 250
}
