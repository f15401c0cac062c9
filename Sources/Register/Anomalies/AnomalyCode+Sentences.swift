/// The sentences a clerk reads. French is the one that counts; English is for who reads over their shoulder.
extension AnomalyCode {
    package var french: String { sentences.french }

    package var english: String { sentences.english }

    private var sentences: (french: String, english: String) {
        switch self {
        case .unreadableContent:
            (
                "Le message est illisible. Vérifiez son format et son en-tête « content-type », puis renvoyez-le.",
                "The message cannot be read. Check its format and its content-type header, then send it again."
            )
        case .wrongSchema:
            (
                "La version ou le schéma du message n’est pas accepté. Mettez votre logiciel à jour ou contactez son éditeur.",
                "The version or schema of the message is not accepted. Update your software or contact its publisher."
            )
        case .noKind:
            (
                "Le message ne dit pas ce qu’il demande : création, renouvellement, radiation… Choisissez-en un.",
                "The message does not say what it asks for: creation, renewal, strike-off… Choose one."
            )
        case .badSubmissionID:
            (
                "L’identifiant d’envoi doit être un UUID de 36 caractères. Contactez l’éditeur de votre logiciel.",
                "The submission id must be a UUID of 36 characters. Contact your software’s publisher."
            )
        case .sameIDOtherContent:
            (
                "Cet identifiant d’envoi a déjà servi pour un autre contenu. Renvoyez avec un nouvel identifiant.",
                "This submission id was already used for another content. Send again with a new id."
            )
        case .receivedInFuture:
            (
                "La date de réception est dans le futur. Vérifiez la date et l’horloge de votre poste.",
                "The date of receipt is in the future. Check the date and your computer’s clock."
            )
        case .receivedTooLongAgo:
            (
                "La date de réception est trop ancienne : seuls le gestionnaire et l’État enregistrent une réception de plus de 60 jours. Corrigez-la, ou transmettez-leur la demande.",
                "The date of receipt is too long ago: only the manager and the State register what was received more than 60 days before. Correct it, or pass it on to them."
            )
        case .tooLarge:
            (
                "Le message est trop volumineux. Retirez ce qui n’est pas demandé par le formulaire.",
                "The message is too large. Remove what the form does not ask for."
            )
        case .kindNotSupported:
            (
                "Ce type de message n’est pas reçu ici. Le registre l’émet, ou ne le traite pas.",
                "This kind of message is not received here. The register sends it, or does not process it."
            )
        case .severalApplications:
            (
                "Le fichier contient plusieurs demandes. Envoyez un fichier par demande.",
                "The file holds several applications. Send one file for each."
            )
        case .moreAnomalies:
            (
                "Le message contient d’autres erreurs, qui ne sont pas listées. Corrigez celles-ci, puis renvoyez-le.",
                "The message has more errors, which are not listed. Correct these, then send it again."
            )
        case .unknownName:
            (
                "Ce nom de champ n’existe pas ici dans le schéma. Il est sans doute mal écrit, ou placé au mauvais endroit : corrigez-le.",
                "The schema has no field of this name here. It is most likely misspelt, or in the wrong place: correct it."
            )
        case .repeatedName:
            (
                "Ce champ figure deux fois au même endroit. Gardez-en un seul.",
                "This field stands twice in the same place. Keep one of them."
            )
        case .lateReceptionUnexplained:
            (
                "Une réception de plus de 60 jours s’enregistre d’office, avec son motif et la référence de la décision (« late_reception »). Complétez-les, ou corrigez la date.",
                "What was received more than 60 days before is registered ex officio, with its reason and the reference of the decision (late_reception). Give both, or correct the date."
            )
        case .missingField:
            (
                "Ce champ est obligatoire. Complétez-le.",
                "This field is mandatory. Fill it in."
            )
        case .tooLong:
            (
                "Ce champ est trop long. Abrégez-le.",
                "This field is too long. Shorten it."
            )
        case .tooMany:
            (
                "Cette liste a trop d’éléments. Gardez les plus importants.",
                "This list has too many items. Keep the most important."
            )
        case .unknownCode:
            (
                "Ce code n’est pas dans la liste. Choisissez-en un de la liste.",
                "This code is not in the list. Choose one from the list."
            )
        case .notADate:
            (
                "Ce n’est pas une date. Écrivez-la AAAA-MM-JJ, par exemple 2012-03-28.",
                "This is not a date. Write it YYYY-MM-DD, such as 2012-03-28."
            )
        case .dateInFuture:
            (
                "Cette date est dans le futur. Corrigez-la.",
                "This date is in the future. Correct it."
            )
        case .dateTooOld:
            (
                "Cette date est trop ancienne pour être juste. Corrigez-la.",
                "This date is too old to be right. Correct it."
            )
        case .badNumber:
            (
                "Ce nombre n’est pas possible. Corrigez-le.",
                "This number is not possible. Correct it."
            )
        case .badAmount:
            (
                "Ce montant ne peut pas être négatif. Corrigez-le.",
                "This amount cannot be negative. Correct it."
            )
        case .badCharacters:
            (
                "Ce champ contient des caractères non permis. Ressaisissez-le.",
                "This field has characters that are not allowed. Type it again."
            )
        case .duplicateItem:
            (
                "Cet élément est déjà dans la liste. Retirez-le.",
                "This item is already in the list. Remove it."
            )
        case .notOnThisForm:
            (
                "Cette donnée n’est pas sur cette version du formulaire. Retirez-la, ou corrigez la version.",
                "This is not on this version of the form. Leave it out, or correct the version."
            )
        case .impossibleBirthDate:
            (
                "La date de naissance est impossible : elle est dans le futur, ou de plus de 130 ans. Vérifiez-la sur la pièce d’identité.",
                "The birth date is impossible: in the future, or over 130 years ago. Check it on the identity document."
            )
        case .badNIR:
            (
                "Le numéro de sécurité sociale ou sa clé est faux. Vérifiez-le, ou laissez le champ vide : il est facultatif.",
                "The social security number or its key is wrong. Check it, or leave the field empty: it is optional."
            )
        case .badEmail:
            (
                "L’adresse électronique est mal formée. Corrigez-la, ou laissez le champ vide.",
                "The e-mail address is malformed. Correct it, or leave the field empty."
            )
        case .badPhone:
            (
                "Le numéro de téléphone est mal formé. Corrigez-le, ou laissez le champ vide.",
                "The phone number is malformed. Correct it, or leave the field empty."
            )
        case .badPostalCode:
            (
                "Le code postal doit avoir cinq chiffres, sauf à l’étranger. Corrigez-le.",
                "The postal code must have five digits, except abroad. Correct it."
            )
        case .badSIREN:
            (
                "Le numéro SIREN est faux. Il a neuf chiffres ; vérifiez-le.",
                "The SIREN is wrong. It has nine digits; check it."
            )
        case .identityDocumentNotSeen:
            (
                "La pièce d’identité ou le titre de séjour n’a pas été vu. Demandez-le : c’est la seule pièce exigible.",
                "The identity document or residence permit was not seen. Ask for it: no other document may be required."
            )
        case .personAndBody:
            (
                "La demande est à la fois d’une personne et d’une association. Gardez l’une des deux.",
                "The application is both a person’s and an association’s. Keep one of the two."
            )
        case .emailNeededForElectronicNotice:
            (
                "Pour être prévenu par courriel, il faut une adresse électronique. Ajoutez-la, ou choisissez le courrier.",
                "To be notified by e-mail an e-mail address is needed. Add it, or choose post."
            )
        case .badSIRET:
            (
                "Le numéro SIRET est faux. Il a quatorze chiffres ; vérifiez-le, ou laissez le champ vide.",
                "The SIRET is wrong. It has fourteen digits; check it, or leave the field empty."
            )
        case .wantedCommunesMissing:
            (
                "Aucune commune n’est demandée. Indiquez-en au moins une.",
                "No commune is asked for. Give at least one."
            )
        case .dwellingTypesMissing:
            (
                "Aucun type de logement n’est demandé. Indiquez-en au moins un.",
                "No dwelling type is asked for. Give at least one."
            )
        case .unknownCommune:
            (
                "Cette commune n’existe pas. Utilisez le code INSEE, et non le code postal.",
                "This commune does not exist. Use the INSEE code, not the postal code."
            )
        case .communeOutsideTerritory:
            (
                "Cette commune n’est pas dans le territoire de la demande. Faites une demande pour chaque territoire.",
                "This commune is not in the application’s territory. File one application for each territory."
            )
        case .unknownTerritory:
            (
                "Ce territoire n’existe pas. Utilisez trois caractères, par exemple 059, ou 111 pour l’Île-de-France.",
                "This territory does not exist. Use three characters, such as 059, or 111 for Île-de-France."
            )
        case .formNotYetReceived:
            (
                "Cette version du formulaire n’était pas encore en usage à la date de réception. Vérifiez la version et la date.",
                "This version of the form was not in use yet on the day of reception. Check the version and the day."
            )
        case .formNoLongerReceived:
            (
                "Cette version du formulaire n’est plus acceptée à la date de réception. Faites remplir la version en vigueur.",
                "This version of the form is no longer accepted on the day of reception. Have the current one filled in."
            )
        case .communeNotWanted:
            (
                "Le quartier est dans une commune qui n’est pas demandée. Ajoutez la commune ou retirez le quartier.",
                "The district is in a commune that is not asked for. Add the commune or leave out the district."
            )
        case .badUniqueNumber:
            (
                "Le numéro unique est mal formé : il a 18 caractères, par exemple 0590411000123G5901. Vérifiez-le sur l’attestation.",
                "The unique number is malformed: it has 18 characters, such as 0590411000123G5901. Check it on the attestation."
            )
        case .numberOfAnotherTerritory:
            (
                "Ce numéro est celui d’un autre territoire. Adressez-vous au territoire que disent ses trois premiers caractères.",
                "This number is another territory’s. Turn to the territory its first three characters say."
            )
        case .unknownNumber:
            (
                "Ce numéro n’est pas dans le registre. Vérifiez-le sur l’attestation, ou cherchez la demande par le nom.",
                "This number is not in the register. Check it on the attestation, or search for the application by name."
            )
        case .numberNotLive:
            (
                "La demande de ce numéro est radiée. Demandez sa réactivation si elle est encore possible, ou déposez une nouvelle demande.",
                "This number’s application was struck off. Ask for its reinstatement if it still is possible, or file a new one."
            )
        case .numberMerged:
            (
                "Cette demande a été fusionnée avec une autre. Utilisez le numéro de la demande conservée.",
                "This application was merged into another. Use the number of the one that was kept."
            )
        case .numbersExhausted:
            (
                "Tous les numéros de ce guichet pour ce mois et ce territoire sont attribués. Contactez le gestionnaire.",
                "All numbers of this desk for this month and territory are given. Contact the manager."
            )
        case .receivedBeforeFiling:
            (
                "La date de réception précède le dépôt de cette demande. Corrigez la date, ou vérifiez le numéro.",
                "The date of receipt is before this application was filed. Correct the date, or check the number."
            )
        case .badDeskCode:
            (
                "Le code guichet a cinq chiffres ou lettres majuscules. Vérifiez-le.",
                "A desk code has five digits or capital letters. Check it."
            )
        case .unknownDesk:
            (
                "Ce guichet n’est pas connu. Demandez au gestionnaire de le créer.",
                "This desk is not known. Ask the manager to create it."
            )
        case .deskSuspended:
            (
                "Ce guichet est suspendu. Contactez le gestionnaire.",
                "This desk is suspended. Contact the manager."
            )
        case .deskNotCertified:
            (
                "Ce guichet n’est pas encore certifié. Attendez la certification, ou contactez le gestionnaire.",
                "This desk is not certified yet. Wait for certification, or contact the manager."
            )
        case .deskLacksTerritory:
            (
                "Ce guichet n’a pas de droit sur ce territoire. Contactez son gestionnaire.",
                "This desk has no right in this territory. Contact its manager."
            )
        case .deskLacksRight:
            (
                "Ce guichet n’a pas le droit de faire cette opération. Adressez-vous à un guichet habilité ou au gestionnaire.",
                "This desk has no right to do this. Turn to a desk that has, or to the manager."
            )
        case .notAManager:
            (
                "Seul le gestionnaire du territoire peut faire cette opération. Transmettez-lui la demande.",
                "Only the territory’s manager can do this. Pass it on to them."
            )
        case .senderIsNotDesk:
            (
                "L’expéditeur n’est pas le guichet nommé dans le message. Vérifiez le code guichet et votre accès.",
                "The sender is not the desk named in the message. Check the desk code and your access."
            )
        case .conventionNotInForce:
            (
                "La convention de ce guichet n’était pas en vigueur le jour de la réception. Contactez le gestionnaire.",
                "This desk’s convention was not in force on the day of receipt. Contact the manager."
            )
        case .conventionEndsBeforeItBegins:
            (
                "La convention finit avant de commencer. Vérifiez ses deux dates.",
                "The convention ends before it begins. Check its two dates."
            )
        case .deskLacksReason:
            (
                "Ce guichet n’a pas le droit de radier pour ce motif. Adressez-vous à un guichet habilité ou au gestionnaire.",
                "This desk has no right to strike off for this reason. Turn to a desk that has, or to the manager."
            )
        case .mandateOfNoLandlord:
            (
                "Seul un bailleur peut mandater un autre guichet pour enregistrer. Vérifiez le type du guichet.",
                "Only a landlord can have another desk register for it. Check the desk’s kind."
            )
        case .badPublicKey:
            (
                "Une clé publique Ed25519 a 32 octets. Vérifiez la clé transmise par le guichet.",
                "An Ed25519 public key has 32 bytes. Check the key that the desk sent."
            )
        case .signatureMissing:
            (
                "Ce guichet signe ses envois, et celui-ci n’est pas signé. Signez-le et renvoyez-le.",
                "This desk signs what it sends, and this is not signed. Sign it and send it again."
            )
        case .signatureInvalid:
            (
                "La signature de cet envoi n’est pas celle du guichet. Vérifiez la clé, et que rien ne change après la signature.",
                "The signature of this submission is not the desk’s. Check the key, and that nothing changes after signing."
            )
        case .signatureIncomplete:
            (
                "La signature ne dit pas quand ni pour quel registre elle a été faite. Ajoutez les en-têtes « nu-issued-at » et « nu-audience », et signez avec eux.",
                "The signature does not say when, and for which register, it was made. Add the headers nu-issued-at and nu-audience, and sign with them."
            )
        case .signatureForAnotherRegister:
            (
                "Cet envoi a été signé pour un autre registre. Demandez au gestionnaire l’identifiant du registre, et signez pour lui.",
                "This submission was signed for another register. Ask the manager for the register’s id, and sign for it."
            )
        case .signatureTooOld:
            (
                "Cet envoi a été signé il y a trop longtemps : son identifiant n’est plus connu. Vérifiez s’il a déjà été traité, puis signez-le à nouveau.",
                "This submission was signed too long ago: its id is not remembered any more. See whether it was processed, then sign it again."
            )
        case .signatureInFuture:
            (
                "Cet envoi porte une date de signature qui n’est pas encore venue. Vérifiez l’horloge de votre poste, puis signez-le à nouveau.",
                "The time at which this submission was signed has not come yet. Check your computer’s clock, then sign it again."
            )
        case .notManagerOrState:
            (
                "Seuls le gestionnaire et les services de l’État peuvent faire cette opération. Transmettez-leur la demande.",
                "Only the manager and State services can do this. Pass it on to them."
            )
        case .deskLacksCommune:
            (
                "Aucune commune demandée n’est sur le territoire de ce guichet ni de son EPCI. Transmettez à un guichet compétent.",
                "No commune asked for is in the territory of this desk or of its EPCI. Pass it on to a desk that covers one."
            )
        case .communesOfNoCommune:
            (
                "Seule une commune ou une intercommunalité a un territoire de communes. Retirez la liste ou corrigez le type du guichet.",
                "Only a commune or an EPCI has a territory of communes. Leave the list out, or correct the kind of the desk."
            )
        case .fileOutsideCommunes:
            (
                "Ce guichet n’agit que sur les demandes qui visent son territoire ou son EPCI (CCH, R441-2-6), et celle-ci n’en vise aucune commune. Transmettez à un guichet compétent.",
                "This desk acts on applications for its territory or its EPCI alone (CCH, R441-2-6), and this one asks for no commune of it. Pass it on to a desk that covers one."
            )
        case .agentMissing:
            (
                "L’agent qui agit n’est pas nommé : toute décision porte le guichet et l’agent. Indiquez l’identifiant de l’agent, et non son nom.",
                "The agent who acts is not named: every decision bears the desk and the agent. Give the agent’s identifier, not a name."
            )
        case .renewalTooEarly:
            (
                "Le renouvellement est trop tôt : il s’ouvre en principe deux mois avant l’échéance. Renvoyez-le à ce moment-là.",
                "The renewal is too early: it normally opens two months before expiry. Send it again then."
            )
        case .renewalTooLate:
            (
                "Le renouvellement est trop tard : la demande est caduque. Demandez sa réactivation si elle est encore possible, ou déposez une nouvelle demande.",
                "The renewal is too late: the application has lapsed. Ask for its reinstatement if it still is possible, or file a new one."
            )
        case .applicantChanged:
            (
                "Le demandeur n’est plus la même personne. Pour une séparation, utilisez la création suite à séparation.",
                "The applicant is no longer the same person. For a separation, use the creation after separation."
            )
        case .modificationOfAnother:
            (
                "Une modification vient du demandeur, de pièces vérifiées, ou d’un accord du demandeur. Faites-la confirmer d’abord.",
                "A modification comes from the applicant, from checked documents, or with the applicant’s consent. Have it confirmed first."
            )
        case .tooManyForms:
            (
                "Ce dossier a déjà reçu autant de formulaires qu’il peut en garder. Voyez avec le gestionnaire du territoire.",
                "This file has already received as many forms as it can keep. See the territorial manager."
            )
        case .strikeOffReasonUnknown:
            (
                "Le motif de radiation n’est pas dans la liste. Choisissez-en un : RADATT, RADABA, RADCON ou RADIRR.",
                "The strike-off reason is not in the list. Choose one: RADATT, RADABA, RADCON or RADIRR."
            )
        case .systemReason:
            (
                "La radiation pour non-renouvellement (RADREN) est prononcée par le registre lui-même. Choisissez un autre motif.",
                "Strike-off for non-renewal (RADREN) is decided by the register itself. Choose another reason."
            )
        case .leaseDateMissing:
            (
                "La date de signature du bail manque. Sans bail signé, la demande ne peut pas être radiée pour attribution.",
                "The lease signature date is missing. Without a signed lease, the application cannot be struck off as allocated."
            )
        case .leaseDateInFuture:
            (
                "La date du bail est dans le futur. Attendez la signature pour radier.",
                "The lease date is in the future. Wait for the signature before striking off."
            )
        case .leaseBeforeFiling:
            (
                "La date du bail est avant le dépôt de la demande. Vérifiez la date et le numéro.",
                "The lease date is before the application was filed. Check the date and the number."
            )
        case .landlordSIRENMissing:
            (
                "Le numéro SIREN du bailleur manque. Complétez-le.",
                "The landlord’s SIREN is missing. Fill it in."
            )
        case .dwellingDataMissing:
            (
                "Le logement attribué n’est pas décrit. Donnez son identifiant RPLS ou, à défaut, son adresse et son type.",
                "The allocated dwelling is not described. Give its RPLS id or, failing that, its address and type."
            )
        case .badRPLS:
            (
                "L’identifiant RPLS du logement a dix caractères. Vérifiez-le.",
                "The dwelling’s RPLS id has ten characters. Check it."
            )
        case .onlyTheLandlord:
            (
                "Seul un bailleur peut radier pour attribution. Transmettez au bailleur qui a signé le bail.",
                "Only a landlord can strike off as allocated. Pass it on to the landlord who signed the lease."
            )
        case .writtenProofMissing:
            (
                "La renonciation écrite du demandeur manque. Joignez sa référence.",
                "The applicant’s written renunciation is missing. Give its reference."
            )
        case .warningMissing:
            (
                "Le demandeur n’a pas été averti avant la radiation. Envoyez d’abord l’avertissement et enregistrez-le.",
                "The applicant was not warned before the strike-off. Send the warning first, and record it."
            )
        case .warningProofMissing:
            (
                "La preuve de remise de l’avertissement manque. Donnez la référence de l’avis de réception.",
                "Proof that the warning was delivered is missing. Give the reference of the receipt."
            )
        case .warningDelayNotOver:
            (
                "Le délai après l’avertissement n’est pas écoulé. Attendez son terme, puis renvoyez la radiation.",
                "The delay after the warning is not over. Wait until it is, then send the strike-off again."
            )
        case .warningInFuture:
            (
                "La date de l’avertissement est dans le futur. Corrigez-la.",
                "The date of the warning is in the future. Correct it."
            )
        case .onlyTheCommittee:
            (
                "Seule la commission d’attribution d’un bailleur peut prononcer l’irrecevabilité. Transmettez la demande à un bailleur.",
                "Only a landlord’s allocation committee can find an application inadmissible. Pass it on to a landlord."
            )
        case .inadmissibilityGroundMissing:
            (
                "Le motif d’irrecevabilité manque. Choisissez IRRSEJ (séjour) ou IRRRES (ressources).",
                "The ground of inadmissibility is missing. Choose IRRSEJ (residence) or IRRRES (income)."
            )
        case .alreadyStruckOff:
            (
                "Cette demande est déjà radiée. Il n’y a rien à faire.",
                "This application is already struck off. There is nothing to do."
            )
        case .notStruckOff:
            (
                "Cette demande n’est pas radiée : elle ne peut pas être réactivée. Il n’y a rien à faire.",
                "This application is not struck off, so it cannot be reinstated. There is nothing to do."
            )
        case .reinstatementDelayOver:
            (
                "Le délai pour réactiver cette demande est passé. Déposez une nouvelle demande.",
                "The time to reinstate this application is over. File a new one."
            )
        case .otherLiveApplication:
            (
                "La personne a déjà une autre demande active sur ce territoire. Utilisez celle-ci.",
                "The person already has another live application in this territory. Use that one."
            )
        case .leaseOfAnotherLandlord:
            (
                "Le SIREN du bailleur n’est pas celui de votre organisme. Seul le bailleur qui a attribué le logement radie.",
                "The landlord’s SIREN is not that of your body. Only the landlord that allocated the dwelling strikes off."
            )
        case .allocationDataMissing:
            (
                "Cette donnée est due à la radiation pour attribution (article R441-2-9). Complétez-la ; NONDOC si elle est inconnue.",
                "This is due at a strike-off for an allocation (article R441-2-9). Fill it in; NONDOC if it is not known."
            )
        case .warnedByAnother:
            (
                "L’avertissement a été envoyé par un autre guichet. Seul celui-ci, ou le gestionnaire, peut radier.",
                "The warning was sent by another desk. Only that desk, or the manager, can strike off."
            )
        case .noLitigationHold:
            (
                "Aucun litige n’est signalé sur ce dossier. Vérifiez le numéro.",
                "No dispute is noted on this file. Check the number."
            )
        case .struckOffByAnother:
            (
                "Seul le guichet qui a radié cette demande, ou le gestionnaire, peut la rétablir. Adressez-vous à l’un d’eux.",
                "Only the desk that struck this application off, or the manager, can undo it. Turn to one of them."
            )
        case .inDispute:
            (
                "Un litige est signalé sur le dossier qui prendrait fin : il ne peut pas être supprimé. Attendez que le litige soit levé.",
                "A dispute is noted on the file that would end, so it cannot be deleted. Wait until the dispute is lifted."
            )
        case .sourceUnknown:
            (
                "La demande d’origine du couple n’est pas dans le registre. Vérifiez son numéro.",
                "The couple’s original application is not in the register. Check its number."
            )
        case .sourceNotLive:
            (
                "La demande d’origine du couple est radiée. Déposez une demande ordinaire.",
                "The couple’s original application was struck off. File an ordinary application."
            )
        case .personNotInSource:
            (
                "Cette personne ne figure pas dans la demande d’origine. Vérifiez le numéro, le nom et la date de naissance.",
                "This person is not in the original application. Check the number, the name and the birth date."
            )
        case .reviewUnknown:
            (
                "Cet examen de doublon n’existe pas. Rechargez la liste.",
                "This duplicate review does not exist. Reload the list."
            )
        case .reviewClosed:
            (
                "Cet examen de doublon est déjà clos. Rechargez la liste.",
                "This duplicate review is already closed. Reload the list."
            )
        case .verdictMissing:
            (
                "La décision manque : même personne, ou personnes différentes. Choisissez.",
                "The ruling is missing: same person, or different persons. Choose."
            )
        case .noticeUnknown:
            (
                "Cet avis n’existe pas. Vérifiez sa référence sur le bordereau d’envoi.",
                "This notice does not exist. Check its reference on the dispatch list."
            )
        case .numberTaken:
            (
                "Ce numéro est déjà pris par une autre demande. Vérifiez le fichier de reprise.",
                "This number is already taken by another application. Check the import file."
            )
        case .inconsistentDates:
            (
                "Les dates se contredisent : dépôt, renouvellement, radiation. Vérifiez le fichier de reprise.",
                "The dates contradict each other: filing, renewal, strike-off. Check the import file."
            )
        case .numberDoesNotMatchFiling:
            (
                "Le mois et l’année du numéro ne sont pas ceux du premier dépôt. Vérifiez le fichier de reprise.",
                "The number’s month and year are not those of the first filing. Check the import file."
            )
        }
    }
}
