import Matching
import Register
import Schemas
import SwiftProtobuf

extension AcrossSheet {
    /// As it is published. `territories`: those that it was limited to; nil for all. `floor`: what comparing counted is said
    /// in multiples of it, and not said where it is less; 1 says all as it is.
    package func message(on day: CivilDate, of territories: Set<Territory>? = nil, floor: Int) -> WireAcrossTerritories
    {
        var message = WireAcrossTerritories()
        message.sheet = day.iso
        if let territories { message.sheet += "/" + territories.sorted().map(\.code).joined(separator: "+") }
        message.day = day.iso
        message.floor = Int32(floor)
        message.linkBits = Int32(thresholds.certain)
        message.reviewBits = Int32(thresholds.doubtful)
        message.modelVersion = Int32(modelVersion)
        message.model = model
        message.people = Int64(people)
        message.fullBlocks = Int64(fullBlocks)
        message.territories = homes.sorted { $0.key < $1.key }.map { territory, home in
            .with {
                $0.territory = territory.code
                $0.live = Int64(home.live)
                $0.compared = Int64(home.compared)
                $0.unopened = Int64(home.unopened)
                $0.withoutPerson = Int64(home.withoutPerson)
                $0.set(\.openReviews, home.openReviews, floor)
                $0.set(\.certain, home.found.certain, floor)
                $0.set(\.likely, home.found.likely, floor)
            }
        }
        // What is not listed is nothing, or below the floor: which of the two is not said either.
        message.pairs = pairs.filter { $0.value.reaches(floor) }.sorted { $0.key < $1.key }.map { pair, shared in
            .with {
                $0.first = pair.first.code
                $0.second = pair.second.code
                $0.set(\.persons, shared.persons, floor)
                $0.set(\.firstCertain, shared.first.certain, floor)
                $0.set(\.secondCertain, shared.second.certain, floor)
                $0.set(\.firstLikely, shared.first.likely, floor)
                $0.set(\.secondLikely, shared.second.likely, floor)
            }
        }
        message.persons = persons.filter { $0.value >= floor }.sorted { $0.key < $1.key }.map { territories, count in
            .with {
                $0.territories = Int32(territories)
                $0.set(\.persons, count, floor)
            }
        }
        return message
    }
}

extension AcrossSheet.Shared {
    fileprivate func reaches(_ floor: Int) -> Bool {
        [persons, first.certain, second.certain, first.likely, second.likely].contains { $0 >= floor }
    }
}

extension Message {
    /// In the nearest multiple of the floor: from exact counts of two territories and of both, one that is suppressed would
    /// follow.
    fileprivate mutating func set(_ field: WritableKeyPath<Self, WireProtectedCount>, _ count: Int, _ floor: Int) {
        guard count > 0 else { return }
        if count >= floor {
            self[keyPath: field].count = Int64((count + floor / 2) / floor * floor)
        } else {
            self[keyPath: field].suppressed = true
        }
    }
}
