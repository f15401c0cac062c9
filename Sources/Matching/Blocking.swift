/// Where a person is looked for: those who share one of these keys are compared.
///
/// Each key stands for a way in which two records of one person stay alike though something was typed otherwise. Symmetric in last
/// and first names, which change places.
package func blockingKeys(_ sketch: PersonSketch) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(16)
    func add(_ way: UInt64, _ a: UInt64, _ b: UInt64 = 0) {
        let key = mixed(mixed(a &+ way &* 0x9E37_79B9_7F4A_7C15) &+ b)
        if !keys.contains(key) { keys.append(key) }
    }
    let last = UInt64(sketch.sounds[0])
    let other = UInt64(sketch.sounds[1])
    let first = UInt64(sketch.sounds[2])
    let postcode = UInt64(sketch.sounds[3])
    let isDayKnown = !sketch.flags.contains(.dayUnknown)
    if sketch.birth != 0, isDayKnown { add(1, UInt64(sketch.birth)) }
    if sketch.nir != 0 { add(2, sketch.nir) }
    for name in [last, other] where name != 0 {
        // The sum, so that it does not matter which is which.
        if first != 0 { add(3, name &+ first) }
        if sketch.monthAndYear != 0 { add(4, UInt64(sketch.monthAndYear), name) }
        if postcode != 0 { add(5, postcode, name) }
    }
    if first != 0 {
        if sketch.dayAndMonth != 0 { add(6, UInt64(sketch.dayAndMonth), first) }
        if postcode != 0 { add(5, postcode, first) }
    }
    for slot in 0..<4 where sketch.contacts[slot] != 0 {
        add(slot < 2 ? 7 : 6 + UInt64(slot), UInt64(sketch.contacts[slot]))
    }
    // A typing error leaves some quarters of a long address as they were; those with few bits would say too little.
    for quarter in 0..<4 {
        let bits = sketch.addressPairs.bits[quarter / 2] >> (UInt64(quarter % 2) * 32) & 0xFFFF_FFFF
        if bits.nonzeroBitCount >= 6 { add(10 + UInt64(quarter), bits) }
    }
    return keys
}

/// The end of SplitMix64, https://prng.di.unimi.it/splitmix64.c: spreads what is already secret.
private func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
}
