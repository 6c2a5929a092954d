// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include "core/base/told.h"
#include "core/capture/capture_file.h"
#include "core/capture/merged_capture.h"
#include "core/engine/memory_room.h"
#include "core/engine/shard_crew.h"
#include "core/engine/sharded_tracker.h"
#include "core/engine/tracker.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace synscope {
namespace {

using Queue = DecodedBatches;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kPublishAtMostEvery = std::chrono::milliseconds(66);
/// Once there is something to be seen. After each snapshot the rows that change are copied anew, a page at a time;
/// where several threads track, they wait for it, too, and all is copied twice.
constexpr auto kPublishLaterEvery = std::chrono::milliseconds(100);
constexpr auto kPublishShardsLaterEvery = std::chrono::milliseconds(333);
constexpr auto kSoon = std::chrono::seconds(1);
constexpr int kPublishShare = 33; ///< publishing costs at most one part in this many: 3 %

/// What a source has, batch by batch.
class Reading {
public:
    explicit Reading(PacketSource& source) : m_source(source), m_reader(source) {}

    /// There are so many 4-tuples that they are worth several threads: one tracks alone what is of one. Before the
    /// first fill(): waits for the first batch.
    [[nodiscard]] bool isSpread() {
        constexpr std::size_t kFew = 8;
        if (!std::exchange(m_isAhead, true))
            m_reader.fill(m_first);
        std::vector<std::uint32_t> seen;
        for (const std::uint32_t hash : m_first.hashes)
            if (seen.size() < kFew && std::find(seen.begin(), seen.end(), hash) == seen.end())
                seen.push_back(hash);
        return seen.size() == kFew;
    }
    /// The next batch.
    void fill(DecodedBatch& batch) {
        if (std::exchange(m_isAhead, false))
            std::swap(batch, m_first);
        else
            m_reader.fill(batch);
    }
    void interrupt() { m_source.interrupt(); }

private:
    PacketSource& m_source;
    BatchReader m_reader;
    DecodedBatch m_first;
    bool m_isAhead = false; ///< m_first was read, and is the next
};

/// Reads and decodes on a thread of its own until the source ends or the queue is closed.
void readInto(Queue& queue, Reading& reading) {
    for (bool last = false; !last;) {
        DecodedBatch* batch = queue.beginPush();
        if (batch == nullptr)
            return;
        try {
            reading.fill(*batch);
        } catch (...) { // no memory for what was read; it is for whoever tracks to say so
            batch->failure = std::current_exception();
            batch->isLast = true;
        }
        last = batch->isLast;
        queue.endPush();
    }
}

/// Closes the queue however tracking ends, out of memory for one: a reader that waits for room would be waited for.
class ClosedAtEnd {
public:
    ClosedAtEnd(Queue& queue, Reading& reading) : m_queue(queue), m_reading(reading) {}
    ~ClosedAtEnd() {
        if (!m_isWhole)
            m_reading.interrupt();
        m_queue.close();
    }
    ClosedAtEnd(const ClosedAtEnd&) = delete;
    ClosedAtEnd& operator=(const ClosedAtEnd&) = delete;
    void noteWhole() { m_isWhole = true; }

private:
    Queue& m_queue;
    Reading& m_reading;
    bool m_isWhole = false; ///< all that the source had was tracked
};

/// Why a load must end after a batch. `mostMemory`: it may take all there is; a live capture bounds itself.
template <typename AnyTracker>
CutBy cutNow(const AnyTracker& tracker, MemoryRoom* mostMemory) {
    if (tracker.isFull())
        return CutBy::Numbers;
    return mostMemory != nullptr && mostMemory->isUsedUp(tracker.bytesAtEnd()) ? CutBy::Memory : CutBy::Nothing;
}

/// Tracks everything the source has, or what can be tracked of it; `afterBatch` is called with the tracker and the
/// queue after each batch but the last.
template <typename AfterBatch>
CutBy load(Reading& reading, Tracker& tracker, const std::atomic<bool>& cancelled, MemoryRoom* mostMemory,
           AfterBatch afterBatch) {
    Queue queue;
    std::jthread reader([&queue, &reading] { readInto(queue, reading); });
    ClosedAtEnd end(queue, reading);
    while (!cancelled.load(std::memory_order_relaxed)) {
        const DecodedBatch& batch = queue.beginPop();
        if (batch.failure)
            std::rethrow_exception(batch.failure);
        tracker.consume(batch);
        const bool isLast = batch.isLast;
        queue.endPop();
        if (isLast) {
            end.noteWhole();
            break;
        }
        if (const CutBy cut = cutNow(tracker, mostMemory); cut != CutBy::Nothing)
            return cut;
        afterBatch(tracker, queue);
    }
    return CutBy::Nothing;
}

/// The same on several threads. Where `isDue` answers true, `publish` is called soon after, while no shard works; so is
/// this left. Throws std::system_error where there are no such threads; then nothing more was read.
template <typename IsDue, typename Publish>
CutBy loadSharded(Reading& reading, ShardedTracker& tracker, const std::atomic<bool>& cancelled, IsDue isDue,
                  Publish publish) {
    MemoryRoom memory;
    Queue queue;
    ShardCrew crew(tracker, queue);
    std::jthread reader([&queue, &reading] { readInto(queue, reading); });
    ClosedAtEnd end(queue, reading);
    CutBy cut = CutBy::Nothing;
    std::uint32_t heldFrom = ShardCrew::kNever;
    for (std::uint32_t n = 0;; ++n) {
        const DecodedBatch& batch = queue.beginPop();
        if (batch.failure)
            std::rethrow_exception(batch.failure);
        crew.waitFor(n);
        tracker.gather(batch, n);
        const bool isLast = batch.isLast;
        queue.endPop();
        if (isLast)
            break;
        if (cut == CutBy::Nothing)
            cut = cutNow(tracker, &memory);
        const bool ends = cut != CutBy::Nothing || cancelled.load(std::memory_order_relaxed);
        if (heldFrom == ShardCrew::kNever && (ends || isDue(queue)))
            heldFrom = crew.hold();
        if (heldFrom != n + 1)
            continue;
        if (ends)
            return cut;
        publish();
        heldFrom = ShardCrew::kNever;
        crew.release();
    }
    end.noteWhole();
    return CutBy::Nothing;
}

/// How many shards track, as a power of two: as many as are wanted; else no more than processors, where it is worth it.
class Sharing {
public:
    explicit Sharing(unsigned threads) : m_isWanted(threads != 0) {
        const unsigned most = m_isWanted ? threads : std::thread::hardware_concurrency();
        while (m_shift < TrackerShard::kMostShift && 2U << m_shift <= most)
            ++m_shift;
    }
    /// One, whatever there is.
    static Sharing none() { return Sharing(1); }

    [[nodiscard]] std::uint32_t shiftFor(Reading& reading) const {
        return m_shift > 0 && (m_isWanted || reading.isSpread()) ? m_shift : 0;
    }

private:
    bool m_isWanted;
    std::uint32_t m_shift = 0;
};

/// When to publish again: publishing costs at most its share of the time.
class PublishTimes {
public:
    /// `later`: the pause once there is something to be seen.
    explicit PublishTimes(SteadyClock::duration later) : m_later(later) {}

    [[nodiscard]] bool isDue(const Queue& queue) {
        // A pipe that falls silent must not keep its last packets to itself: then publishing waits only for its turn.
        const bool isDue = SteadyClock::now() >= m_next || !queue.waitUntil(m_next);
        m_due = SteadyClock::now();
        return isDue;
    }
    /// After isDue(): until shards have stopped for it is part of what it costs.
    template <typename Publish>
    void publish(Publish publish) {
        publish();
        const SteadyClock::time_point end = SteadyClock::now();
        const auto pause = end - m_start < kSoon ? SteadyClock::duration(kPublishAtMostEvery) : m_later;
        m_next = end + std::max(pause, (end - m_due) * kPublishShare);
    }

private:
    SteadyClock::duration m_later;
    SteadyClock::time_point m_start = SteadyClock::now();
    SteadyClock::time_point m_next = m_start;
    SteadyClock::time_point m_due = m_start; ///< when it was asked last
};

/// The background load behind a Session.
class BackgroundLoad {
public:
    BackgroundLoad(std::unique_ptr<PacketSource> source, std::shared_ptr<SnapshotMailbox> mailbox, Duration timeWait,
                   std::shared_ptr<KernelFeed> kernel, TrackerLimits limits, Sharing sharing)
        : m_source(std::move(source)),
          m_mailbox(std::move(mailbox)),
          m_timeWait(timeWait),
          m_kernel(std::move(kernel)),
          m_limits(limits),
          m_sharing(sharing),
          m_thread([this] { run(); }) {}

    ~BackgroundLoad() { cancel(); }
    BackgroundLoad(const BackgroundLoad&) = delete;
    BackgroundLoad& operator=(const BackgroundLoad&) = delete;

    void cancel() {
        m_cancelled.store(true, std::memory_order_relaxed);
        m_source->interrupt();
    }

private:
    void run() {
        try {
            loadAll();
        } catch (const std::bad_alloc&) {
            keepWhatWasPublished(told("there was not enough memory to go on"));
        } catch (const std::system_error&) {
            keepWhatWasPublished(told("the system gave the program no further thread"));
        }
    }

    /// What the tracker was in the middle of is gone with it; the last snapshot is whole.
    void keepWhatWasPublished(std::string reason) {
        auto last = std::make_shared<Snapshot>(*m_mailbox->latest());
        ++last->generation;
        last->load.finished = true;
        last->load.damage = Damage{last->load.bytesRead, last->load.packets + 1, std::move(reason)};
        m_mailbox->publish(std::move(last));
    }

    void loadAll() {
        Reading reading(*m_source);
        try {
            if (const std::uint32_t shift = m_sharing.shiftFor(reading); shift > 0)
                return loadWithShards(reading, shift);
        } catch (const std::system_error&) { // no threads for it: it goes without
        }
        loadAlone(reading);
    }

    void loadAlone(Reading& reading) {
        Tracker tracker(m_timeWait, m_limits);
        if (m_kernel && m_kernel->first()) {
            tracker.beginWith(*m_kernel->first());
            m_mailbox->publish(tracker.snapshot());
        }
        PublishTimes times(kPublishLaterEvery);
        MemoryRoom memory;
        const bool isBounded = m_limits.mostConnections != 0;
        const CutBy cut = load(reading, tracker, m_cancelled, isBounded ? nullptr : &memory,
                               [this, &times](Tracker& current, const Queue& queue) {
                                   heedKernel(current);
                                   if (times.isDue(queue))
                                       times.publish([&] { m_mailbox->publish(current.snapshot()); });
                               });
        while (const auto late = m_kernel ? m_kernel->takeLate() : std::nullopt)
            tracker.noteOwners(*late);
        tracker.finish(m_cancelled.load(std::memory_order_relaxed), cut);
        m_mailbox->publish(tracker.snapshot());
    }

    void loadWithShards(Reading& reading, std::uint32_t shift) {
        ShardedTracker tracker(m_timeWait, shift);
        PublishTimes times(kPublishShardsLaterEvery);
        const CutBy cut = loadSharded(
            reading, tracker, m_cancelled, [&](const Queue& queue) { return times.isDue(queue); },
            [&] { times.publish([&] { m_mailbox->publish(tracker.snapshot()); }); });
        tracker.finish(m_cancelled.load(std::memory_order_relaxed), cut);
        m_mailbox->publish(tracker.snapshot());
    }

    void heedKernel(Tracker& tracker) {
        while (m_kernel) {
            const std::optional<KernelReading> reading = m_kernel->take(tracker.clock());
            if (!reading)
                return;
            tracker.heed(*reading);
        }
    }

    std::unique_ptr<PacketSource> m_source;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    Duration m_timeWait;
    std::shared_ptr<KernelFeed> m_kernel; ///< of a live capture on this machine; else null
    TrackerLimits m_limits;
    Sharing m_sharing;
    std::atomic<bool> m_cancelled{false};
    std::jthread m_thread; // last: it uses all of the above, and is joined first
};

std::string nameOf(const std::string& path) {
    if (path == "-")
        return told("standard input");
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

SnapshotPtr trackedAll(PacketSource& source, const LoadOptions& options) {
    const std::atomic<bool> cancelled{false};
    Reading reading(source);
    try {
        if (const std::uint32_t shift = Sharing(options.threads).shiftFor(reading); shift > 0) {
            ShardedTracker tracker(options.timeWait, shift);
            const CutBy cut = loadSharded(
                reading, tracker, cancelled, [](const Queue&) { return false; }, [] {});
            tracker.finish(false, cut);
            return tracker.snapshot();
        }
    } catch (const std::system_error&) { // no threads for it: it goes without
    }
    Tracker tracker(options.timeWait);
    MemoryRoom memory;
    const CutBy cut = load(reading, tracker, cancelled, &memory, [](Tracker&, const Queue&) {});
    tracker.finish(false, cut);
    return tracker.snapshot();
}

Result<LoadedCapture> loadFrom(Result<std::unique_ptr<PacketSource>> source, const LoadOptions& options) {
    if (!source)
        return source.error();
    shareOneHeapWhereAddressesAreLimited();
    try {
        SnapshotPtr snapshot = trackedAll(*source.value(), options);
        return LoadedCapture{std::move(snapshot), options.keepPackets ? source.value()->fetcher() : FetchPacket()};
    } catch (const std::bad_alloc&) {
        return Error{told("there is not enough memory for all of its connections: a part of it may fit"), {}, {}};
    } catch (const std::system_error&) {
        return Error{told("the system gave the program no further thread"), {}, {}};
    }
}

std::unique_ptr<Session> sessionWith(std::unique_ptr<PacketSource> source, Duration timeWait,
                                     std::shared_ptr<KernelFeed> kernel, TrackerLimits limits, Sharing sharing) {
    shareOneHeapWhereAddressesAreLimited();
    auto session = std::make_unique<Session>();
    session->fetch = source->fetcher();
    auto loading = std::make_shared<BackgroundLoad>(std::move(source), session->mailbox, timeWait, std::move(kernel),
                                                    limits, sharing);
    session->cancel = [weak = std::weak_ptr(loading)] {
        if (const auto alive = weak.lock())
            alive->cancel();
    };
    session->threads = std::move(loading);
    return session;
}

Result<std::unique_ptr<Session>> sessionFrom(Result<std::unique_ptr<PacketSource>> source, const LoadOptions& options) {
    if (!source)
        return source.error();
    return sessionWith(std::move(source).value(), options.timeWait, nullptr, {}, Sharing(options.threads));
}

} // namespace

Result<LoadedCapture> loadCapture(const std::string& path, const LoadOptions& options) {
    return loadFrom(openCapture(path, OpenOptions{options.keepPackets}), options);
}

Result<LoadedCapture> loadCaptures(std::span<const std::string> paths, const LoadOptions& options) {
    return loadFrom(openCaptures(paths, OpenOptions{options.keepPackets}), options);
}

Result<std::unique_ptr<Session>> openSession(const std::string& path, const LoadOptions& options,
                                             std::stop_token stop) {
    Result<std::unique_ptr<Session>> session =
        sessionFrom(openCapture(path, OpenOptions{options.keepPackets, std::move(stop)}), options);
    if (!session)
        return session;
    session.value()->name = nameOf(path);
    session.value()->path = path;
    return session;
}

Result<std::unique_ptr<Session>> openSessionOf(std::span<const std::string> paths, const LoadOptions& options,
                                               std::stop_token stop) {
    Result<std::unique_ptr<Session>> session =
        sessionFrom(openCaptures(paths, OpenOptions{options.keepPackets, std::move(stop)}), options);
    if (!session)
        return session;
    session.value()->path = paths.front();
    session.value()->name = nameOf(paths.front());
    if (paths.size() > 1)
        session.value()->name += " and " + std::to_string(paths.size() - 1) + " more";
    return session;
}

std::unique_ptr<Session> beginSession(std::unique_ptr<PacketSource> source, Duration timeWait,
                                      std::shared_ptr<KernelFeed> kernel, TrackerLimits limits) {
    return sessionWith(std::move(source), timeWait, std::move(kernel), limits, Sharing::none());
}

} // namespace synscope
