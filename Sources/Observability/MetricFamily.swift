/// All samples of one metric, as the text format writes them: once its help and its type, then the samples.
struct MetricFamily {
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    private let name: String
    private(set) var text: String

    init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text = "# HELP \(name) \(help.escaped)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// `suffix` is what a histogram puts behind its name.
    mutating func add(_ labels: [(String, String)], _ value: String, suffix: String = "") {
        let pairs = labels.map { "\($0)=\"\($1.escaped.replacing("\"", with: "\\\""))\"" }
        text += "\(name)\(suffix)\(pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") \(value)\n"
    }
}

extension String {
    /// The line must stay one line, and a backslash must mean itself. In a label so must a quote.
    fileprivate var escaped: String { replacing("\\", with: "\\\\").replacing("\n", with: "\\n") }
}
