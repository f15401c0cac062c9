extension Model {
    /// The weights that the program holds, learned without labels from an invented French register (`match sample`, seed 1, 20 000
    /// people) and rounded. One person's levels are not below 2 in a thousand: the generator is tidier than desks are.
    package static let builtIn = Model(
        source: "built in: match learn, over match sample --people 20000 --seed 1",
        duplicates: 0.46,
        relatives: 3.9,
        weights: [
            Weights(
                field: .lastName,
                same: [0.893, 0.002, 0.0965, 0.00538, 0.002, 0.002, 0.00372],
                stranger: [0.00308, 0.000252, 0.000841, 0.00545, 1.72e-06, 0.0395, 0.951],
                relative: [0.893, 0.002, 0.0965, 0.00538, 0.002, 0.002, 0.00372]
            ),
            Weights(
                field: .firstNames,
                same: [0.903, 0.0313, 0.0568, 0.00864, 0.002, 0.002, 0.002],
                stranger: [0.00577, 0.00653, 0.00249, 0.00623, 0.00248, 0.0598, 0.917],
                relative: [0.02, 0.01, 0.01, 0.02, 0.02, 0.05, 0.87]
            ),
            Weights(
                field: .order,
                same: [0.98, 0.02],
                stranger: [0.98, 0.02],
                relative: [0.98, 0.02]
            ),
            Weights(
                field: .birth,
                same: [0.944, 0.0159, 0.0354, 0.002, 0.002, 0.00306],
                stranger: [6.21e-05, 0.000113, 0.00125, 0.000259, 0.0031, 0.995],
                relative: [0.015, 0.002, 0.002, 0.002, 0.01, 0.972]
            ),
            Weights(
                field: .sex,
                same: [1, 0.002],
                stranger: [0.502, 0.498],
                relative: [0.45, 0.55]
            ),
            Weights(
                field: .nir,
                same: [1, 0.002],
                stranger: [1.59e-05, 1],
                relative: [0.03, 0.97]
            ),
            Weights(
                field: .phone,
                same: [0.839, 0.161],
                stranger: [0.000318, 1],
                relative: [0.839, 0.161]
            ),
            Weights(
                field: .email,
                same: [0.821, 0.179],
                stranger: [0.000758, 0.999],
                relative: [0.821, 0.179]
            ),
            Weights(
                field: .address,
                same: [0.532, 0.0791, 0.0465, 0.0141, 0.328],
                stranger: [0.000198, 0.00192, 0.0077, 0.0511, 0.939],
                relative: [0.532, 0.0791, 0.0465, 0.0141, 0.328]
            ),
            Weights(
                field: .place,
                same: [0.852, 0.002, 0.002, 0.00465, 0.002, 0.143],
                stranger: [0.0234, 1.37e-05, 6.86e-06, 0.0379, 6.86e-06, 0.939],
                relative: [0.852, 0.002, 0.002, 0.00465, 0.002, 0.143]
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
