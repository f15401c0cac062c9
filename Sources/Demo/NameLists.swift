/// Names as they are met in the north of France, the frequent ones first. Nobody in particular is meant.
enum NameLists {
    static let last = split(
        """
        Lefebvre,Martin,Dubois,Leroy,Dupont,Delattre,Lefèvre,Petit,Leclercq,Bernard,Carpentier,Durand,Caron,Dumont,
        Lemaire,Richard,Robert,Moreau,Laurent,Simon,Michel,Fontaine,Roussel,Mercier,Masson,Duhamel,Fournier,Legrand,
        Lambert,François,Bailleul,Vasseur,Delannoy,Hermant,Deschamps,Guérin,Boulanger,Cousin,Prévost,Lecomte,Dubrulle,
        Vanhoutte,Vandamme,Vandenbroucke,Vanderbeken,Vancauwenberghe,Vermeersch,Verhaeghe,Deconinck,Debacker,Declercq,
        Dewaele,Delobel,Delbecque,Delporte,Delcourt,Delrue,Deleplanque,Deloffre,Desmet,Degroote,Debruyne,Decroix,
        Wattel,Watteau,Wallaert,Willems,Loridan,Lesage,Leblond,Lecoq,Lemoine,Lesaffre,Leplat,Lepoutre,Leuridan,
        Beaucamp,Bécu,Bécart,Bocquet,Bouchez,Boutin,Bulteau,Butin,Cambier,Capelle,Castelain,Catteau,Caudron,Crépin,
        Crombez,Cuvelier,Dhaene,D'Hondt,D'Haene,D'Hulst,De Clercq,De Smet,De Vos,Van den Bossche,Van Eeckhout,
        Van de Walle,Le Roux,Le Goff,La Rocca,Da Silva,Dos Santos,De Oliveira,Ferreira,Pereira,Gomes,Lopes,Martins,
        García,Martínez,Rodríguez,Fernández,Pérez,Muñoz,Kowalski,Nowak,Wojciechowski,Kaczmarek,Szymański,Wiśniewski,
        Michalak,Jankowiak,Piątek,Wróbel,Rossi,Esposito,Bianchi,Ricci,Benali,Belkacem,Bouzid,Haddad,Saïdi,Zeroual,
        Mansouri,Amrani,El Idrissi,El Amrani,Ben Ahmed,Ouali,Aït Ouali,Diallo,Traoré,Koné,Camara,Ndiaye,Nguyen,Tran,
        Gaudry,Gérard,Hannebique,Hennebelle,Herbaut,Hochart,Houriez,Huyghe,Jacquemin,Joly,Ledoux,Ledru,Legrain,
        Maës,Mahieu,Mailly,Marécaux,Marquis,Mascaux,Ménard,Minne,Noël,Obled,Parent,Parmentier,Pecqueur,Pétillon,
        Pruvost,Quesnel,Rénier,Ringot,Rogez,Sénéchal,Soufflet,Tassart,Thellier,Thibaut,Tison,Tribout,Vérité,Vilain,
        Wibaut,Zielinski,Lefèvre-Dubois,Martin-Caron,Dupont-Lemaire,Petit-Delattre,Leroy-Vasseur
        """
    )

    static let women = split(
        """
        Marie,Nathalie,Isabelle,Sylvie,Catherine,Martine,Christine,Sandrine,Stéphanie,Valérie,Céline,Julie,Aurélie,
        Laëtitia,Virginie,Émilie,Élodie,Mélanie,Sophie,Patricia,Brigitte,Monique,Françoise,Nicole,Jacqueline,Laura,
        Pauline,Camille,Marine,Manon,Léa,Sarah,Fatima,Samira,Nadia,Malika,Karima,Amina,Yasmina,Khadija,Aïcha,Inès,
        Chloé,Charlotte,Clémence,Mathilde,Justine,Audrey,Jessica,Jennifer,Cindy,Angélique,Delphine,Séverine,Caroline,
        Corinne,Véronique,Hélène,Thérèse,Geneviève,Marie-Claude,Marie-Thérèse,Marie-Christine,Anne-Sophie,Anne,Agnès,
        Claudine,Danièle,Josiane,Odette,Ghislaine,Noëlle,Wanda,Irène,Zoé,Ophélie,Solène,Fanny,Maryse
        """
    )

    static let men = split(
        """
        Philippe,Michel,Alain,Patrick,Christophe,Nicolas,Christian,Laurent,Frédéric,Éric,Daniel,Pascal,David,Stéphane,
        Olivier,Thierry,Sébastien,Bruno,Julien,Jérôme,Gérard,Bernard,Jean,Pierre,Jacques,André,Claude,René,Jean-Pierre,
        Jean-Marie,Jean-Luc,Jean-Claude,Jean-François,Marc,Dominique,Didier,Guillaume,Thomas,Alexandre,Kévin,Anthony,
        Maxime,Romain,Jérémy,Mickaël,Ludovic,Fabrice,Grégory,Cédric,Arnaud,Vincent,Benoît,Mathieu,Antoine,Florian,
        Jordan,Dylan,Steven,Rémi,Loïc,Hugo,Lucas,Théo,Mohamed,Karim,Rachid,Ahmed,Youssef,Abdelkader,Mustapha,Saïd,
        Gaël,Joël,Noël,Ghislain,Léon,Marcel,Raymond,Gilbert
        """
    )

    static let streets = split(
        """
        rue de la Gare,rue Jean Jaurès,rue Roger Salengro,rue Nationale,rue de Lille,rue Pasteur,avenue de la République,
        rue Victor Hugo,rue Émile Zola,place de la Mairie,rue du Maréchal Foch,rue Faidherbe,rue de la Fosse 5,
        cité des Électriciens,rue des Mineurs,rue du Moulin,rue de l'Église,boulevard Gambetta,rue Carnot,rue Voltaire,
        rue des Tisserands,rue du Général de Gaulle,allée des Tilleuls,résidence les Peupliers,rue du Beffroi,
        rue de Dunkerque,rue d'Arras,rue de Cambrai,quai de l'Yser,rue des Fusillés,rue Louis Blanc,rue Sadi Carnot,
        chemin des Postes,rue de Paris,rue Anatole France,impasse du Puits,rue Ambroise Croizat,rue des Lilas
        """
    )

    private static func split(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0 == "\n" }).map(String.init)
    }
}
