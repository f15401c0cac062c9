/// The weights by which comparisons are judged, after Fellegi and Sunter, "A theory for record linkage", JASA 64, 1969.
///
/// Two records may be of one person, of strangers, or of two people of one household, who share a name and an address
/// and no more. For each level of each field the model says how often it is met in each case. The score is the logarithm, to
/// base 2, of the odds that it is one person against whichever of the two others is likelier.
package struct Model: Hashable, Sendable, Codable {
    package struct Weights: Hashable, Sendable, Codable {
        package var field: Field
        /// How often each level is met, from level 1; level 0 says nothing.
        package var same: [Double]
        package var stranger: [Double]
        package var relative: [Double]
    }

    /// Of the form of the file. A reader refuses others.
    package var version = Model.currentVersion
    /// Where the weights come from, for people.
    package var source: String
    /// How many other records of the same person a record has, on average.
    package var duplicates: Double
    /// How many records of other people of the same household.
    package var relatives: Double
    package var weights: [Weights]

    package static let currentVersion = 2

    package init(source: String, duplicates: Double, relatives: Double, weights: [Weights]) {
        self.source = source
        self.duplicates = duplicates
        self.relatives = relatives
        self.weights = weights
    }

    package enum Fault: Error, Hashable, CustomStringConvertible {
        case version(Int)
        case fields
        case levels(Field)
        case priors

        package var description: String {
            switch self {
            case .version(let version): "the model's version is \(version); this program reads \(Model.currentVersion)"
            case .fields:
                "the model must have each field once: \(Field.allCases.map { "\($0)" }.joined(separator: ", "))"
            case .levels(let field):
                "\(field): each list must have \(field.levelCount - 1) numbers above 0 and up to 1"
            case .priors: "duplicates and relatives must be above 0"
            }
        }
    }

    /// A file of version 1 knows of no dependants: they weigh what they do in the built-in model.
    package var raised: Model {
        guard version == 1, !weights.contains(where: { $0.field == .dependants }) else { return self }
        var model = self
        model.version = Model.currentVersion
        model.weights += Model.builtIn.weights.filter { $0.field == .dependants }
        return model
    }

    package func validate() throws(Fault) {
        guard version == Model.currentVersion else { throw .version(version) }
        guard weights.map(\.field).sorted(by: { $0.rawValue < $1.rawValue }) == Field.allCases else { throw .fields }
        for weight in weights {
            for list in [weight.same, weight.stranger, weight.relative] {
                guard list.count == weight.field.levelCount - 1, list.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
                    throw .levels(weight.field)
                }
            }
        }
        guard duplicates > 0, relatives > 0 else { throw .priors }
    }
}
