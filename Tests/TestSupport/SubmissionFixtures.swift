import Register
import Schemas
import SwiftProtobuf

/// A valid submission of each kind, to be altered by a test: what it does not name is right.
///
/// All belong to the Nord (059) and to one day, 12 April 2012. Nobody in them exists.
package enum SubmissionFixtures {
    package static let receivedOn = "2012-04-12"
    /// Noon in Paris on that day, in Unix milliseconds.
    package static let publishedAt: Int64 = 1_334_224_800_000
    package static let territory = "059"
    package static let landlordDesk = "G5901"
    package static let managerDesk = "G5900"
    package static let townHallDesk = "59009"
    /// Filed in April 2011 at the landlord's desk.
    package static let number = "0590411000123G5901"

    /// A submission id that follows from a figure.
    package static func id(_ figure: UInt64 = 1) -> String {
        SubmissionID(high: 0x5EED_0000_0000_4000, low: 0x8000_0000_0000_0000 | figure).text
    }

    package static func submission(
        _ kind: WireRequest.OneOf_Kind?,
        id: String = SubmissionFixtures.id(),
        desk: String = landlordDesk,
        receivedOn: String = SubmissionFixtures.receivedOn,
    ) -> WireSubmission {
        .with {
            $0.submissionID = id
            $0.desk = desk
            $0.agent = "agent-7"
            $0.territory = territory
            $0.receivedOn = receivedOn
            $0.request.kind = kind
        }
    }

    // One of each kind, in the order of the schema.

    package static func creation(
        id: String = SubmissionFixtures.id(),
        application: WireApplication = application(),
    ) -> WireSubmission {
        submission(.creation(.with { $0.application = application }), id: id)
    }

    package static func separation(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .separation(
                .with {
                    $0.fromNumber = number
                    $0.application = application()
                }
            ),
            id: id,
        )
    }

    package static func modification(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .modification(
                .with {
                    $0.number = number
                    $0.application = application()
                }
            ),
            id: id,
        )
    }

    /// Nothing changed since: no form.
    package static func renewal(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(.renewal(.with { $0.number = number }), id: id)
    }

    /// By a signed lease (RADATT).
    package static func strikeOff(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .strikeOff(
                .with {
                    $0.number = number
                    $0.reason = "RADATT"
                    $0.allocation = .with {
                        $0.landlordSiren = "732829320"
                        $0.leaseSignedOn = "2012-04-02"
                        $0.rplsID = "5900012345"
                        $0.dwellingType = "T3"
                        $0.quota = "COLTER"
                    }
                }
            ),
            id: id,
        )
    }

    /// By a written renunciation (RADABA).
    package static func renunciation(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .strikeOff(
                .with {
                    $0.number = number
                    $0.reason = "RADABA"
                    $0.writtenProof = "COURRIER-2012-17"
                }
            ),
            id: id,
        )
    }

    package static func reinstatement(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(.reinstatement(.with { $0.number = number }), id: id)
    }

    package static func deletion(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .deletion(
                .with {
                    $0.number = number
                    $0.writtenProof = "ORDRE-2012-3"
                }
            ),
            id: id,
            desk: managerDesk,
        )
    }

    package static func importing(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .import(
                .with {
                    $0.number = "0590908004711G5902"
                    $0.firstFiledOn = "2008-09-15"
                    $0.validFrom = "2011-09-10"
                    $0.application = application()
                }
            ),
            id: id,
            desk: managerDesk,
        )
    }

    package static func undeliverableLetter(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .undeliverableLetter(
                .with {
                    $0.number = number
                    $0.returnedOn = "2012-04-05"
                    $0.proof = "PND-88112"
                }
            ),
            id: id,
        )
    }

    package static func reviewDecision(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .reviewDecision(
                .with {
                    $0.reviewID = "review-1"
                    $0.verdict = .different
                }
            ),
            id: id,
            desk: managerDesk,
        )
    }

    /// Before a strike-off for no answer (RADCON).
    package static func warning(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .warning(
                .with {
                    $0.number = number
                    $0.reason = "RADCON"
                    $0.sentOn = "2012-04-10"
                    $0.proof = "1A 012 345 6789 0"
                }
            ),
            id: id,
        )
    }

    package static func noticeProof(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .noticeProof(
                .with {
                    $0.number = number
                    $0.rank = 1
                    $0.channel = .post
                    $0.batch = "LOT-2012-031"
                    $0.item = "004711"
                    $0.happenedOn = "2012-04-10"
                    $0.status = .delivered
                }
            ),
            id: id,
        )
    }

    /// A court may ask for the file.
    package static func litigationHold(id: String = SubmissionFixtures.id()) -> WireSubmission {
        submission(
            .litigationHold(
                .with {
                    $0.number = number
                    $0.step = .placed
                    $0.reference = "TA-1206031"
                }
            ),
            id: id,
            desk: managerDesk,
        )
    }

    package static let ofEachKind: [WireSubmission] = [
        creation(), separation(), modification(), renewal(), strikeOff(), reinstatement(), deletion(), importing(),
        undeliverableLetter(), reviewDecision(), warning(), noticeProof(), litigationHold(),
    ]

    // What they are made of.

    /// A couple with a child, and every block of the form.
    package static func application(_ applicant: WirePerson = person()) -> WireApplication {
        .with {
            $0.applicant = applicant
            $0.coApplicants = [
                person(lastName: "Delattre", firstNames: "Karim", birthDate: "1981-02-28", link: "M")
            ]
            $0.dependants = [
                .with {
                    $0.identity = identity(lastName: "Delattre", firstNames: "Lou", birthDate: "2008-02-29")
                    $0.relationship = "E"
                    $0.sex = "F"
                }
            ]
            $0.unbornChildren = 1
            $0.taxIncome = .with {
                $0.year = 2010
                $0.amountEuros = 18_450
            }
            $0.currentHousing = .with {
                $0.model = "LP"
                $0.monthlyRentCents = 61_000
                $0.occupants = 3
                $0.dwellingType = "T2"
                $0.surfaceSquareMetres = 42
            }
            $0.reasons = ["13", "09"]
            $0.wanted = .with {
                $0.dwellingTypes = ["T3", "T4"]
                $0.category = "I"
                $0.communes = ["59350", "59009"]
                $0.widerArea = true
            }
            $0.dalo = "NON"
        }
    }

    /// What the law requires and no more.
    package static func barestApplication() -> WireApplication {
        .with {
            $0.applicant.identity = .with {
                $0.lastName = "Delattre"
                $0.firstNames = "Zoé"
                $0.birthDate = "1982-06-30"
            }
            $0.wanted = .with {
                $0.dwellingTypes = ["T3"]
                $0.communes = ["59350"]
            }
        }
    }

    /// An association that asks for dwellings.
    package static func legalPersonApplication() -> WireApplication {
        .with {
            $0.legalPerson = .with {
                $0.name = "Toits partagés"
                $0.siren = "732829320"
                $0.contact = contact()
            }
            $0.wanted = .with {
                $0.dwellingTypes = ["T3"]
                $0.communes = ["59350"]
            }
        }
    }

    package static func person(
        lastName: String = "Delattre",
        firstNames: String = "Zoé Anne",
        birthDate: String = "1982-06-30",
        link: String = "",
    ) -> WirePerson {
        .with {
            $0.identity = identity(lastName: lastName, firstNames: firstNames, birthDate: birthDate)
            $0.contact = contact()
            $0.link = link
            $0.familySituation = "M"
            $0.occupation = .with {
                $0.contract = "CDI"
                $0.workplaceCommune = "59350"
                $0.employerSiret = "73282932000074"
            }
            $0.resources = [
                .with {
                    $0.code = "SAL"
                    $0.amountCents = 142_000
                }
            ]
        }
    }

    package static func identity(lastName: String, firstNames: String, birthDate: String) -> WireIdentity {
        .with {
            $0.civility = "2"
            $0.lastName = lastName
            $0.firstNames = firstNames
            $0.birthDate = birthDate
            $0.nationality = "1"
        }
    }

    package static func contact() -> WireContact {
        .with {
            $0.addressLine = "12 rue des Postes"
            $0.postcode = "59000"
            $0.commune = "59350"
            $0.mobile = "0600000000"
            $0.email = "zoe.delattre@example.org"
        }
    }

    // Who asks.

    /// A landlord that may do all that landlords may.
    package static func landlord() -> WireDesk {
        .with {
            $0.code = landlordDesk
            $0.name = "Office du Nord"
            $0.kind = "BAILLEUR"
            $0.siren = "732829320"
            $0.territories = [territory, "062"]
            $0.rights = [
                .creation, .separation, .modification, .renewal, .strikeOff, .reinstatement, .undeliverableLetter,
                .warning, .noticeProof,
            ]
        }
    }

    /// A town hall that acts on its own commune only.
    package static func townHall() -> WireDesk {
        .with {
            $0.code = townHallDesk
            $0.name = "Mairie"
            $0.kind = "COMMUNE"
            $0.territories = [territory, "062"]
            $0.rights = [
                .creation, .separation, .modification, .renewal, .strikeOff, .reinstatement, .undeliverableLetter,
                .warning, .noticeProof,
            ]
            $0.communes = ["59009"]
        }
    }

    /// The territorial manager, who may do everything.
    package static func manager() -> WireDesk {
        .with {
            $0.code = managerDesk
            $0.name = "Gestionnaire territorial du Nord"
            $0.kind = "GESTIONNAIRE"
            $0.territories = [territory, "062"]
            $0.rights = WireSubmissionKind.allCases.filter { $0 != .unspecified }
        }
    }
}
