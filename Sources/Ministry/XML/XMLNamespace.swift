/// Whose element it is.
enum XMLNamespace: String {
    case ministry = "http://nuu.application.i2/"
    /// What the register says in its answers and the ministry's interface has no element for.
    case register = "urn:numero-unique:1"
    case other = ""

    init(uri: String) { self = XMLNamespace(rawValue: uri) ?? .other }
}
