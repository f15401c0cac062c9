/// What a ``Table`` holds: rows by key, one after the other, and an index of them.
///
/// Shape: blocks of a thousand rows, of which the last alone has room to spare; a table that grows copies none. Where a row is taken
/// out, the last one takes its place. A row costs what it is and 10 to 13 bytes; a dictionary that has just grown would
/// hold twice what it needs.
public struct RowStore<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline var key: Key
        @usableFromInline var row: Row

        @inlinable init(key: Key, row: Row) {
            self.key = key
            self.row = row
        }
    }

    /// The hash of a key, and its place plus 1.
    @usableFromInline var index = WordIndex()
    @usableFromInline var blocks: [ContiguousArray<Entry>] = []
    @usableFromInline var count = 0

    @inlinable public init() {}

    @inlinable static var shift: Int { 10 }
    @inlinable static var mask: Int { 1 << shift - 1 }

    @inlinable static func word(_ hash: UInt32, _ place: Int) -> UInt64 { UInt64(hash) << 32 | UInt64(place + 1) }

    @inlinable static func place(_ word: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: word)) - 1 }

    @inlinable public subscript(key: Key) -> Row? {
        let word = index[slot(of: key, keyHash(key))]
        guard word != 0 else { return nil }
        let place = RowStore.place(word)
        return blocks[place >> RowStore.shift][place & RowStore.mask].row
    }

    @inlinable func slot(of key: Key, _ hash: UInt32) -> Int {
        index.slot(of: hash) { word in
            let place = RowStore.place(word)
            return blocks[place >> RowStore.shift][place & RowStore.mask].key == key
        }
    }

    /// Says what was there before.
    @discardableResult
    @inlinable public mutating func set(_ row: Row?, for key: Key) -> Row? {
        let hash = keyHash(key)
        let slot = slot(of: key, hash)
        let word = index[slot]
        guard let row else { return word == 0 ? nil : remove(at: slot) }
        guard word != 0 else {
            append(Entry(key: key, row: row))
            index.set(RowStore.word(hash, count - 1), at: slot)
            return nil
        }
        let place = RowStore.place(word)
        let original = blocks[place >> RowStore.shift][place & RowStore.mask].row
        blocks[place >> RowStore.shift][place & RowStore.mask].row = row
        return original
    }

    /// Nothing where the key has a row already.
    @inlinable public mutating func add(_ row: Row, for key: Key) {
        let hash = keyHash(key)
        let slot = slot(of: key, hash)
        guard index[slot] == 0 else { return }
        append(Entry(key: key, row: row))
        index.set(RowStore.word(hash, count - 1), at: slot)
    }

    /// Keeps room for as many as a round changes, and no more.
    @inlinable public mutating func removeAll() {
        guard count > 0 else { return }
        let isLarge = count > 65_536
        index.removeAll(keepingCapacity: !isLarge)
        blocks.removeAll(keepingCapacity: !isLarge)
        count = 0
    }

    @inlinable mutating func append(_ entry: Entry) {
        if count & RowStore.mask == 0 {
            blocks.append([])
            // Most tables are small; the second block is the sign of a large one.
            if count > 0 { blocks[blocks.count - 1].reserveCapacity(1 << RowStore.shift) }
        }
        blocks[blocks.count - 1].append(entry)
        count += 1
    }

    @inlinable mutating func remove(at slot: Int) -> Row {
        let place = RowStore.place(index[slot])
        index.remove(at: slot)
        count -= 1
        let last = blocks[blocks.count - 1].removeLast()
        if blocks[blocks.count - 1].isEmpty { blocks.removeLast() }
        if place == count { return last.row }
        let original = blocks[place >> RowStore.shift][place & RowStore.mask].row
        blocks[place >> RowStore.shift][place & RowStore.mask] = last
        let hash = keyHash(last.key)
        index.set(RowStore.word(hash, place), at: index.slot(of: hash) { RowStore.place($0) == count })
        return original
    }

    @inlinable public func forEach(_ body: (Key, Row) -> Void) {
        for block in blocks { for entry in block { body(entry.key, entry.row) } }
    }

    @inlinable public mutating func reserve(_ capacity: Int) { index.reserve(capacity) }
}
