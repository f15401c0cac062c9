/// The logarithm to base 2 of a number above 0, from arithmetic alone: the same bits on every machine.
func log2(_ value: Double) -> Double {
    var mantissa = value.significand
    var exponent = Double(value.exponent)
    if mantissa > 1.414_213_562_373_095_1 {
        mantissa /= 2
        exponent += 1
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), and the fraction is at most 0.1716.
    let fraction = (mantissa - 1) / (mantissa + 1)
    let square = fraction * fraction
    var sum = 0.0
    for odd in stride(from: 21.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
    return exponent + 2 * fraction * sum * 1.442_695_040_888_963_4
}
