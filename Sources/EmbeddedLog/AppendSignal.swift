import Foundation

/// Wakes the lanes of this process when something was written, by them or by another process.
///
/// One of the waiters looks at the file for what other processes wrote: twelve idle lanes cost no more than one.
///
/// `@unchecked`: the counters are only touched with `mutex` held, and the pointers never change.
final class AppendSignal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var count = 0
    private var isWatched = false

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// How often there was something; hand it to `wait`, so that nothing between the two is missed.
    var seen: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return count
    }

    func signal() {
        pthread_mutex_lock(mutex)
        count += 1
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Returns when something was signalled after `seen`, or at the deadline (in uptime milliseconds).
    /// `watch` is called every so often by one of the waiters; it signals when it finds something.
    func wait(after seen: Int, until deadline: Int64, watchEvery interval: Int64, watch: () -> Void) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        var watching = false
        while count == seen {
            let now = uptimeMilliseconds()
            guard now < deadline else { break }
            if !isWatched {
                isWatched = true
                watching = true
            }
            sleep(until: watching ? min(deadline, now + interval) : deadline)
            guard watching, count == seen else { continue }
            pthread_mutex_unlock(mutex)
            watch()
            pthread_mutex_lock(mutex)
        }
        if watching {
            isWatched = false
            // Another waiter must take over the watch, and cannot know unless it wakes.
            pthread_cond_broadcast(condition)
        }
    }

    private func sleep(until deadline: Int64) {
        var time = timespec(tv_sec: Int(deadline / 1_000), tv_nsec: Int(deadline % 1_000) * 1_000_000)
        pthread_cond_timedwait(condition, mutex, &time)
    }
}
