/// Where a key begins to be sought in a ``WordIndex``. It differs from one process to the next, so that nobody can choose ids that
/// all stand in one place. Nothing else may follow from it: rows stand in an order of their own.
@inlinable public func keyHash(_ key: some Hashable) -> UInt32 { UInt32(truncatingIfNeeded: key.hashValue) }
