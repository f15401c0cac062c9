extension Model {
    /// What is taken for likely before anything is learned. Learning begins here, and comes back here for what a file does not show.
    package static let prior = Model(
        source: "prior",
        duplicates: 0.2,
        relatives: 0.5,
        weights: [
            Weights(
                field: .lastName,
                same: [0.86, 0.04, 0.05, 0.02, 0.001, 0.01, 0.02],
                stranger: [0.004, 0.002, 0.002, 0.006, 0.0005, 0.03, 0.955],
                relative: [0.86, 0.04, 0.05, 0.02, 0.001, 0.01, 0.02]
            ),
            Weights(
                field: .firstNames,
                same: [0.80, 0.07, 0.06, 0.03, 0.005, 0.01, 0.025],
                stranger: [0.01, 0.003, 0.004, 0.01, 0.003, 0.04, 0.93],
                relative: [0.02, 0.01, 0.01, 0.02, 0.02, 0.05, 0.87]
            ),
            Weights(field: .order, same: [0.98, 0.02], stranger: [0.98, 0.02], relative: [0.98, 0.02]),
            Weights(
                field: .birth,
                same: [0.90, 0.02, 0.04, 0.01, 0.015, 0.015],
                stranger: [0.00005, 0.0001, 0.0004, 0.0002, 0.005, 0.99425],
                relative: [0.015, 0.0005, 0.002, 0.001, 0.01, 0.9715]
            ),
            Weights(field: .sex, same: [0.985, 0.015], stranger: [0.5, 0.5], relative: [0.45, 0.55]),
            Weights(field: .nir, same: [0.97, 0.03], stranger: [0.000001, 0.999999], relative: [0.03, 0.97]),
            Weights(field: .phone, same: [0.6, 0.4], stranger: [0.00002, 0.99998], relative: [0.6, 0.4]),
            Weights(field: .email, same: [0.65, 0.35], stranger: [0.00002, 0.99998], relative: [0.65, 0.35]),
            Weights(
                field: .address,
                same: [0.5, 0.15, 0.08, 0.05, 0.22],
                stranger: [0.0001, 0.001, 0.008, 0.07, 0.9209],
                relative: [0.5, 0.15, 0.08, 0.05, 0.22]
            ),
            Weights(
                field: .place,
                same: [0.78, 0.05, 0.04, 0.03, 0.03, 0.07],
                stranger: [0.012, 0.004, 0.002, 0.03, 0.002, 0.95],
                relative: [0.78, 0.05, 0.04, 0.03, 0.03, 0.07]
            ),
            // Set, and learned from nothing: children come and go, so that others say little.
            Weights(
                field: .dependants,
                same: [0.7, 0.3],
                stranger: [0.0001, 0.9999],
                relative: [0.7, 0.3]
            ),
        ]
    )
}
