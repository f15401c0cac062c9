/// Forty-three communes of Nord and Pas-de-Calais, for when no file is given. Codes, names and rounded populations: INSEE.
extension CommuneReference {
    package static let builtIn: [CommuneReference] = table.flatMap { epci in
        epci.communes.map { code, name, thousands in
            CommuneReference(
                code: "\(code)",
                name: name,
                population: thousands * 1000,
                epciSIREN: epci.siren,
                epciName: epci.name,
            )
        }
    }

    private typealias Intercommunality = (siren: String, name: String, communes: [(Int, String, Int)])

    private static let table: [Intercommunality] = [
        (
            lilleMetropolis, "Métropole Européenne de Lille",
            [
                (59350, "Lille", 238), (59599, "Tourcoing", 99), (59512, "Roubaix", 98),
                (59009, "Villeneuve-d'Ascq", 63), (59650, "Wattrelos", 41), (59378, "Marcq-en-Barœul", 40),
                (59328, "Lambersart", 27), (59017, "Armentières", 27), (59360, "Loos", 23),
                (59368, "La Madeleine", 22), (59410, "Mons-en-Barœul", 21), (59646, "Wasquehal", 21),
                (59279, "Halluin", 21), (59163, "Croix", 21),
            ]
        ),
        (
            "245900428", "CU de Dunkerque",
            [(59183, "Dunkerque", 86), (59155, "Coudekerque-Branche", 21), (59271, "Grande-Synthe", 20)]
        ),
        ("245901160", "CA Valenciennes Métropole", [(59606, "Valenciennes", 43), (59014, "Anzin", 13)]),
        (
            "200042190", "CA de la Porte du Hainaut",
            [(59172, "Denain", 21), (59526, "Saint-Amand-les-Eaux", 16), (59002, "Abscon", 4)]
        ),
        ("200044618", "CA Douaisis Agglo", [(59178, "Douai", 40), (59569, "Sin-le-Noble", 16)]),
        ("200068500", "CA de Cambrai", [(59122, "Cambrai", 31)]),
        ("200030633", "CA du Caudrésis et du Catésis", [(59139, "Caudry", 14)]),
        ("200043396", "CA Maubeuge Val de Sambre", [(59392, "Maubeuge", 29), (59291, "Hautmont", 14)]),
        ("200040947", "CA Coeur de Flandre", [(59295, "Hazebrouck", 22), (59043, "Bailleul", 15)]),
        (
            "246200364", "CA de Lens - Liévin",
            [(62498, "Lens", 33), (62510, "Liévin", 30), (62065, "Avion", 17)]
        ),
        ("200090751", "CA Grand Calais Terres et Mers", [(62193, "Calais", 68), (62548, "Marck", 10)]),
        ("200033579", "CU d'Arras", [(62041, "Arras", 43)]),
        ("246200729", "CA du Boulonnais", [(62160, "Boulogne-sur-Mer", 41), (62758, "Saint-Martin-Boulogne", 11)]),
        ("246200299", "CA d'Hénin-Carvin", [(62427, "Hénin-Beaumont", 26), (62215, "Carvin", 18)]),
        (
            "200072460", "CA de Béthune-Bruay, Artois-Lys Romane",
            [(62119, "Béthune", 25), (62178, "Bruay-la-Buissière", 21)]
        ),
        ("200069037", "CA du Pays de Saint-Omer", [(62765, "Saint-Omer", 14)]),
    ]
}
