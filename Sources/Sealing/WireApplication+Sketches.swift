import Matching
import Schemas

extension WireApplication {
    /// Of who asks, in the order of the form; of an association, nobody's. `key`: sketches under another one have nothing in
    /// common with them.
    package func sketches(under key: SketchKey) -> [PersonSketch] {
        ((hasApplicant ? [applicant] : []) + coApplicants).map {
            PersonSketch(PersonDescription($0.identity, $0.contact), key)
        }
    }
}
