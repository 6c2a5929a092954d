// SPDX-License-Identifier: Apache-2.0
//
// The merge: a heap of the open files, each with a batch of its packets. Reading is one thread's; progress() and
// interrupt() are safe from others.
#include "core/capture/merged_capture.h"

#include "core/base/told.h"
#include "core/capture/common_store.h"
#include "core/capture/merged_places.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <limits>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace synscope {

namespace {

Error refusal(std::string message) {
    return Error{std::move(message), std::nullopt, std::nullopt};
}

/// When a packet's turn comes: by time, then by the order in which the files were given.
struct Turn {
    Timestamp time{};
    std::size_t file = 0;
    friend bool operator<(const Turn& a, const Turn& b) { return a.time != b.time ? a.time < b.time : a.file < b.file; }
};

/// A file that is not open yet.
struct WaitingFile {
    std::string path;
    std::uint64_t bytes = 0;
    Turn turn;                             ///< of its first packet; the earliest time there is where it holds none
    std::optional<ReadDamage> damage = {}; ///< it holds no capture
};

/// A file that is being read.
struct Lane {
    std::string path;
    Turn turn; ///< of its next packet
    std::unique_ptr<PacketSource> source;
    MergedPlaces::Dealer places;
    std::vector<RawPacket> packets = {};
    std::size_t next = 0;
    ReadStatus status = ReadStatus::More;

    [[nodiscard]] bool isUsedUp() const { return next == packets.size(); }
    /// One that is earlier than its predecessor in the file comes at once.
    void findTurn() { turn.time = packets[next].time; }
};

class MergedCapture : public PacketSource {
public:
    MergedCapture(std::vector<WaitingFile> files, const OpenOptions& options)
        : m_keepPackets(options.keepPackets),
          m_common(std::make_shared<CommonStore>()),
          m_places(std::make_shared<MergedPlaces>(files.size())),
          m_waiting(std::move(files)) {
        for (const WaitingFile& file : m_waiting) {
            m_bytesTotal += file.bytes;
            if (file.damage)
                note(*file.damage);
        }
        std::erase_if(m_waiting, [](const WaitingFile& file) { return file.damage.has_value(); });
        // The next one last.
        std::sort(m_waiting.begin(), m_waiting.end(), [](const auto& a, const auto& b) { return b.turn < a.turn; });
    }

    ReadStatus read(std::vector<RawPacket>& batch, std::size_t limit) override {
        batch.clear();
        while (batch.empty() && m_status == ReadStatus::More) {
            if (m_interrupted.load(std::memory_order_acquire))
                m_status = ReadStatus::End;
            else
                fill(batch, std::max<std::size_t>(limit, 1));
        }
        return m_status;
    }

    const std::optional<ReadDamage>& damage() const override { return m_damage; }

    SourceProgress progress() const override {
        const std::lock_guard lock(m_mutex);
        SourceProgress sum = m_closed;
        sum.bytesTotal = m_bytesTotal;
        for (const auto& lane : m_lanes)
            add(sum, lane->source->progress());
        return sum;
    }

    FetchPacket fetcher() const override {
        if (!m_keepPackets)
            return {};
        return [places = m_places](std::uint64_t position, FetchBuffer& buffer) {
            return places->fetch(position, buffer);
        };
    }

    void interrupt() override {
        m_interrupted.store(true, std::memory_order_release);
        const std::lock_guard lock(m_mutex);
        for (const auto& lane : m_lanes)
            lane->source->interrupt();
    }

private:
    static bool isLater(const Lane* a, const Lane* b) { return b->turn < a->turn; }

    static void add(SourceProgress& sum, const SourceProgress& more) {
        sum.bytesRead += more.bytesRead;
        sum.kernelDrops += more.kernelDrops;
    }

    /// What is wrong with one file more.
    void note(ReadDamage damage) {
        if (!m_damage)
            m_damage = std::move(damage);
        else
            m_damage->others.push_back(std::move(damage));
    }

    void push(Lane& lane) {
        lane.findTurn();
        m_heap.push_back(&lane);
        std::push_heap(m_heap.begin(), m_heap.end(), isLater);
    }

    /// Until it is full, or a file has to be read on, which must wait until nobody looks at its packets any more.
    void fill(std::vector<RawPacket>& batch, std::size_t limit) {
        goOn();
        while (batch.size() < limit && m_usedUp == nullptr) {
            openDue();
            if (m_heap.empty()) {
                m_status = m_damage ? ReadStatus::Damaged : ReadStatus::End;
                return;
            }
            take(batch, limit);
        }
    }

    /// Reads on in the file whose packets were all given out with the last batch.
    void goOn() {
        Lane* const lane = std::exchange(m_usedUp, nullptr);
        if (lane != nullptr && (lane->status != ReadStatus::More || !refill(*lane)))
            close(*lane);
    }

    /// False where nothing more comes.
    bool refill(Lane& lane) {
        lane.next = 0;
        do {
            lane.status = lane.source->read(lane.packets, kBatch);
        } while (lane.packets.empty() && lane.status == ReadStatus::More);
        if (lane.packets.empty())
            return false;
        push(lane);
        return true;
    }

    void close(const Lane& lane) {
        if (lane.status == ReadStatus::Damaged) {
            ReadDamage damage = lane.source->damage().value_or(ReadDamage{});
            damage.file = lane.path;
            note(std::move(damage));
        }
        const std::lock_guard lock(m_mutex);
        add(m_closed, lane.source->progress());
        std::erase_if(m_lanes, [&lane](const auto& one) { return one.get() == &lane; });
    }

    /// Opens the files whose first packet may be the next.
    void openDue() {
        while (!m_waiting.empty() && (m_heap.empty() || m_waiting.back().turn < m_heap.front()->turn)) {
            const WaitingFile file = std::move(m_waiting.back());
            m_waiting.pop_back();
            if (const std::optional<Error> error = open(file))
                note({error->byteOffset.value_or(0), 1, error->message, file.path});
        }
    }

    std::optional<Error> open(const WaitingFile& file) {
        if (m_lanes.size() >= kMostOverlapping)
            return refusal(told("it overlaps in time with {0} other files, the most that are read at once",
                                {std::to_string(m_lanes.size())}));
        Result<std::unique_ptr<PacketSource>> source =
            openCapture(file.path, {.keepPackets = m_keepPackets, .common = m_common});
        if (!source)
            return source.error();
        if (m_keepPackets)
            m_places->setFetch(file.turn.file, source.value()->fetcher());
        auto lane = std::make_unique<Lane>(
            Lane{file.path, file.turn, std::move(source).value(), MergedPlaces::Dealer(*m_places, file.turn.file)});
        Lane& opened = *lane;
        {
            const std::lock_guard lock(m_mutex);
            m_lanes.push_back(std::move(lane));
        }
        if (!refill(opened))
            close(opened);
        return std::nullopt;
    }

    /// Gives out packets of the file that is next, as long as it is.
    void take(std::vector<RawPacket>& batch, std::size_t limit) {
        std::pop_heap(m_heap.begin(), m_heap.end(), isLater);
        Lane& lane = *m_heap.back();
        m_heap.pop_back();
        constexpr Turn kNever{Timestamp::max(), std::numeric_limits<std::size_t>::max()};
        const Turn others = std::min(m_heap.empty() ? kNever : m_heap.front()->turn,
                                     m_waiting.empty() ? kNever : m_waiting.back().turn);
        do {
            RawPacket packet = lane.packets[lane.next];
            const std::optional<std::uint64_t> place = lane.places.placeOf(packet.position);
            if (!place) {
                stopFull(lane, packet);
                return;
            }
            packet.position = *place;
            packet.number = PacketNumber{++m_packets};
            batch.push_back(packet);
            if (++lane.next < lane.packets.size())
                lane.findTurn();
        } while (!lane.isUsedUp() && batch.size() < limit && lane.turn < others);
        if (lane.isUsedUp())
            m_usedUp = &lane;
        else
            push(lane);
    }

    /// No more packets can be found again.
    void stopFull(Lane& lane, const RawPacket& packet) {
        note({packet.position, indexOf(packet.number),
              told("the captures together are larger than 8 TiB, the most this program can address"), lane.path});
        lane.status = ReadStatus::End;
        m_usedUp = &lane;
    }

    static constexpr std::size_t kBatch = 512;

    bool m_keepPackets;
    std::shared_ptr<CommonStore> m_common;
    std::shared_ptr<MergedPlaces> m_places;
    std::vector<WaitingFile> m_waiting;
    std::vector<Lane*> m_heap; ///< with packets; the next one first
    Lane* m_usedUp = nullptr;  ///< to be read on, or closed
    ReadStatus m_status = ReadStatus::More;
    std::optional<ReadDamage> m_damage;
    std::uint64_t m_packets = 0;
    std::uint64_t m_bytesTotal = 0;
    std::atomic<bool> m_interrupted = false;
    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<std::unique_ptr<Lane>> m_lanes;
    SourceProgress m_closed; ///< of the files that are closed again
};

/// That it is a file, and not one of those before it.
Result<std::uint64_t> checkFile(const std::string& path, std::map<std::pair<dev_t, ino_t>, std::string>& known) {
    struct stat status {};
    if (path == "-")
        return refusal(told("standard input cannot be read together with files: give it alone"));
    if (::stat(path.c_str(), &status) != 0)
        return refusal(told("cannot open {0}: {1}", {path, systemMessage(errno)}));
    if (S_ISDIR(status.st_mode))
        return refusal(told("{0} is a directory: give the capture files inside it", {path}));
    if (!S_ISREG(status.st_mode))
        return refusal(told("{0} is no regular file: it cannot be read together with others", {path}));
    if (::access(path.c_str(), R_OK) != 0)
        return refusal(told("cannot open {0}: {1}", {path, systemMessage(errno)}));
    const auto [before, isNew] = known.try_emplace({status.st_dev, status.st_ino}, path);
    if (!isNew)
        return refusal(before->second == path ? told("{0} is given twice", {path})
                                              : told("{0} is given twice: it is {1}", {path, before->second}));
    return static_cast<std::uint64_t>(status.st_size);
}

/// Looks at the first packet of a file.
WaitingFile lookAt(const std::string& path, std::size_t number, std::uint64_t bytes) {
    WaitingFile file{path, bytes, {Timestamp::min(), number}};
    const Result<std::unique_ptr<PacketSource>> source = openCapture(path, {.keepPackets = false});
    if (!source) {
        file.damage = ReadDamage{0, 1, source.error().message, path};
        return file;
    }
    std::vector<RawPacket> first;
    (void)source.value()->read(first, 1); // what is damaged is told when it is read
    if (!first.empty())
        file.turn.time = first.front().time;
    return file;
}

} // namespace

Result<std::unique_ptr<PacketSource>> openCaptures(std::span<const std::string> paths, const OpenOptions& options) {
    if (paths.size() == 1)
        return openCapture(paths.front(), options);
    std::map<std::pair<dev_t, ino_t>, std::string> known;
    std::vector<WaitingFile> files;
    for (const std::string& path : paths) {
        if (options.stop.stop_requested())
            return refusal(told("opening {0} was given up", {path}));
        const Result<std::uint64_t> bytes = checkFile(path, known);
        if (!bytes)
            return bytes.error();
        files.push_back(lookAt(path, files.size(), bytes.value()));
    }
    if (std::all_of(files.begin(), files.end(), [](const WaitingFile& file) { return file.damage.has_value(); }))
        return refusal(files.empty() ? told("there is no capture to read") : files.front().damage->reason);
    return std::unique_ptr<PacketSource>(std::make_unique<MergedCapture>(std::move(files), options));
}

} // namespace synscope
