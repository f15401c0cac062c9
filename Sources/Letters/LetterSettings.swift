/// What a letter says beside the dossier: the register knows neither addresses of services nor local delays.
package struct LetterSettings: Hashable, Sendable {
    /// Name and address of the service that writes.
    package var service: [String]
    /// Name and address of the service that registered the application.
    package var registrar: [String]
    /// Landlords with dwellings in the communes asked for; empty when unknown.
    package var landlords: [String] = []
    /// Months of wait that the prefect calls abnormally long (L441-1-4); nil when unknown.
    package var waitMonths: Int?
    /// Address of the mediation committee; empty when unknown.
    package var committee = ""

    package init(service: [String], registrar: [String]) {
        self.service = service
        self.registrar = registrar
    }
}
