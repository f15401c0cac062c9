extension Model {
    /// The weights that the program holds, learned without labels from an invented French register (`match sample`, seed 1, 20 000 people)
    /// and rounded. One person's levels are not below 2 in a thousand: the generator is tidier than desks are.
    package static let builtIn = Model(
        source: "built in: match learn, over match sample --people 20000 --seed 1",
        duplicates: 0.46,
        relatives: 3.9,
        weights: [
            Weights(
                field: .lastName,
                same: [0.893, 0.002, 0.0976, 0.00503, 0.002, 0.002, 0.0028],
                stranger: [0.0031, 0.000206, 0.00084, 0.00537, 5e-07, 0.0394, 0.951],
                relative: [0.893, 0.002, 0.0976, 0.00503, 0.002, 0.002, 0.0028]
            ),
            Weights(
                field: .firstNames,
                same: [0.902, 0.0322, 0.0568, 0.00804, 0.002, 0.002, 0.002],
                stranger: [0.00574, 0.00667, 0.00255, 0.0063, 0.00238, 0.0597, 0.917],
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
                same: [0.923, 0.0162, 0.0349, 0.002, 0.00667, 0.0179, 0.002],
                stranger: [7.52e-05, 0.000117, 0.00127, 0.000254, 0.00298, 1.1e-05, 0.995],
                relative: [0.015, 0.002, 0.002, 0.002, 0.01, 0.002, 0.971]
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
                same: [0.834, 0.166],
                stranger: [0.00032, 1],
                relative: [0.834, 0.166]
            ),
            Weights(
                field: .email,
                same: [0.819, 0.181],
                stranger: [0.000731, 0.999],
                relative: [0.819, 0.181]
            ),
            Weights(
                field: .address,
                same: [0.533, 0.0775, 0.0458, 0.0143, 0.329],
                stranger: [0.000199, 0.00189, 0.00786, 0.0511, 0.939],
                relative: [0.533, 0.0775, 0.0458, 0.0143, 0.329]
            ),
            Weights(
                field: .place,
                same: [0.85, 0.002, 0.002, 0.00469, 0.002, 0.145],
                stranger: [0.0232, 5e-07, 5e-07, 0.0378, 5e-07, 0.939],
                relative: [0.85, 0.002, 0.002, 0.00469, 0.002, 0.145]
            ),
        ]
    )
}
