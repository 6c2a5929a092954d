// SPDX-License-Identifier: Apache-2.0
//
// Tells formats apart and makes the one PacketSource over files and pipes. Reading is one thread's; progress()
// and interrupt() are safe from others.
#include "core/capture/capture_file.h"

#include "core/base/told.h"
#include "core/capture/byte_stream.h"
#include "core/capture/other_formats.h"
#include "core/capture/pcap_reader.h"
#include "core/capture/pcapng_reader.h"

#include <atomic>
#include <cerrno>
#include <set>
#include <stop_token>
#include <string_view>
#include <utility>
#include <variant>

namespace synscope {

namespace {

using FormatReader = std::variant<PcapReader, PcapngReader>;

enum class Use : std::uint8_t {
    File,
    Live, ///< still being written: its statistics are a clock
    Left, ///< by a program that is gone: its end may be torn
};

Error refusal(std::string message) {
    return Error{std::move(message), std::nullopt, std::nullopt};
}

class CaptureFile : public PacketSource {
public:
    CaptureFile(std::unique_ptr<Wakeup> wakeup, ByteStream stream, FormatReader reader, Use use)
        : m_wakeup(std::move(wakeup)), m_stream(std::move(stream)), m_reader(std::move(reader)), m_use(use) {
        if (m_stream.keepsBytes())
            m_fetch = std::visit([&](const auto& r) { return r.fetcher(m_stream); }, m_reader);
        publishProgress();
    }

    /// From now on the oldest packets are let go. Before the first read().
    void keepAtMost(std::uint64_t bytes) {
        m_ring.emplace(m_stream.store(), m_kept, bytes);
        // A packet is overwritten only after m_kept says that it is gone: so the look afterwards tells.
        m_fetch = [fetch = m_fetch, kept = m_kept](std::uint64_t position, FetchBuffer& buffer) {
            buffer.store.reset(); // new packets come to where old ones were
            Result<RawPacket> packet = fetch(position, buffer);
            if (position >= kept->from)
                return packet;
            RawPacket gone;
            gone.position = position;
            gone.isGone = true;
            return Result<RawPacket>(gone);
        };
    }

    ReadStatus read(std::vector<RawPacket>& packets, std::size_t limit) override {
        Batch batch(packets, limit, m_packetsRead);
        if (m_wakeup->isRequested())
            m_status = ReadStatus::End;
        while (m_status == ReadStatus::More) {
            const WalkEnd walk = std::visit([&](auto& r) { return r.walk(m_stream, batch); }, m_reader);
            if (walk == WalkEnd::Damaged)
                stopDamaged(batch, damageReason(batch));
            else if (!batch.isEmpty() || hasNewClock())
                break;
            else
                fill(batch);
        }
        m_packetsRead += packets.size();
        publishProgress();
        if (m_kept->from > 0 && m_kept->sinceNs == 0 && !packets.empty())
            m_kept->sinceNs = nsSinceEpoch(packets.front().time); // of a spool that was left
        if (m_ring)
            makeRoom(packets);
        return m_status;
    }

    const std::optional<ReadDamage>& damage() const override { return m_damage; }

    SourceProgress progress() const override {
        return {m_bytesRead.load(std::memory_order_relaxed),
                m_stream.inputBytesTotal(),
                m_kernelDrops.load(std::memory_order_relaxed),
                m_kept->bytes(),
                m_kept->packetsLetGo,
                m_kept->from,
                timestampFromNs(m_kept->sinceNs),
                timestampFromNs(m_clockNs.load(std::memory_order_relaxed))};
    }

    FetchPacket fetcher() const override { return m_fetch; }
    void interrupt() override { m_wakeup->request(); }
    [[nodiscard]] std::vector<std::string> interfaceNames() const {
        std::vector<std::string> names;
        std::set<std::string_view> known;
        if (const auto* const reader = std::get_if<PcapngReader>(&m_reader); reader != nullptr)
            for (const CaptureInterface& interface : reader->interfaces())
                if (!interface.name.empty() && known.insert(interface.name).second)
                    names.push_back(interface.name);
        return names;
    }
    [[nodiscard]] CaptureCopy copy() const { return {m_stream.store(), m_kept}; }
    [[nodiscard]] std::shared_ptr<const KeptPart> kept() const { return m_kept; }

private:
    /// Live, statistics came that are newer than those told of.
    [[nodiscard]] bool hasNewClock() const {
        return m_use == Use::Live && nsSinceEpoch(statisticsTime()) > m_clockNs.load(std::memory_order_relaxed);
    }

    [[nodiscard]] Timestamp statisticsTime() const {
        const auto* const reader = std::get_if<PcapngReader>(&m_reader);
        return reader != nullptr ? reader->statisticsTime() : Timestamp{};
    }

    void fill(const Batch& batch) {
        const ReadOutcome outcome = m_stream.fill();
        if (outcome == ReadOutcome::Data)
            return;
        const bool isAtBorder = std::visit([&](const auto& r) { return r.isAtBorder(m_stream); }, m_reader);
        if (outcome == ReadOutcome::Failed)
            stopDamaged(batch, m_stream.failure());
        else if (outcome == ReadOutcome::End && !isAtBorder && m_use != Use::Left)
            stopDamaged(batch, damageReason(batch));
        else
            m_status = ReadStatus::End;
    }

    [[nodiscard]] std::string damageReason(const Batch& batch) const {
        return std::visit([&](const auto& r) { return r.describeDamage(m_stream, batch.nextNumber()); }, m_reader);
    }

    void stopDamaged(const Batch& batch, std::string reason) {
        m_damage = ReadDamage{m_stream.offset(), batch.nextNumber(), std::move(reason)};
        m_status = ReadStatus::Damaged;
    }

    void publishProgress() {
        const std::uint64_t drops = std::visit([](const auto& r) { return r.kernelDrops(); }, m_reader);
        m_kernelDrops.store(drops, std::memory_order_relaxed);
        m_bytesRead.store(m_stream.inputBytesRead(), std::memory_order_relaxed);
        if (m_use == Use::Live)
            m_clockNs.store(nsSinceEpoch(statisticsTime()), std::memory_order_relaxed);
        const auto* const blocks = std::get_if<PcapngReader>(&m_reader);
        if (blocks == nullptr || blocks->isBetweenBlocks())
            m_kept->end = m_stream.offset();
        if (m_use == Use::Left && blocks != nullptr && blocks->gap().end != 0 && blocks->gap().end <= m_kept->end)
            publishGap(blocks->gap());
    }

    /// What the program that is gone had let go, once it was passed: a damaged spool may end before.
    void publishGap(const PcapngReader::Gap& gap) {
        m_kept->headEnd = gap.begin;
        m_kept->packetsLetGo = gap.packets;
        m_kept->from = gap.end;
    }

    void makeRoom(const std::vector<RawPacket>& packets) {
        const auto* const blocks = std::get_if<PcapngReader>(&m_reader);
        if (blocks == nullptr || blocks->order() != kNativeOrder) {
            m_kept->error = ENOTSUP;
            return;
        }
        if (!packets.empty())
            m_ring->mark(packets.front());
        m_ring->makeRoom(blocks->lastHeadEnd());
    }

    std::unique_ptr<Wakeup> m_wakeup; // the stream refers to it
    ByteStream m_stream;
    FormatReader m_reader;
    Use m_use;
    FetchPacket m_fetch;
    ReadStatus m_status = ReadStatus::More;
    std::optional<ReadDamage> m_damage;
    std::uint64_t m_packetsRead = 0;
    std::atomic<std::uint64_t> m_bytesRead = 0;
    std::atomic<std::uint64_t> m_kernelDrops = 0;
    std::atomic<std::int64_t> m_clockNs = 0;
    std::shared_ptr<KeptPart> m_kept = std::make_shared<KeptPart>();
    std::optional<SpoolRing> m_ring;
};

// For messages about a file that ended or failed before its header was there.
Error tooShort(const ByteStream& stream, std::string_view format, std::size_t needed) {
    if (!stream.failure().empty())
        return refusal(told("cannot read {0}: {1}", {stream.name(), stream.failure()}));
    return refusal(told("{0} ends inside its {1} file header: {2} bytes needed, {3} there",
                        {stream.name(), format, std::to_string(needed), std::to_string(stream.window().size())}));
}

Result<FormatReader> openPcap(ByteStream& stream) {
    if (!stream.fillTo(kPcapFileHeaderBytes))
        return tooShort(stream, "pcap", kPcapFileHeaderBytes);
    const Result<PcapFormat> format = parsePcapHeader(stream.window().first(kPcapFileHeaderBytes));
    if (!format)
        return refusal(told("{0} cannot be read: {1}", {stream.name(), format.error().message}));
    stream.consume(kPcapFileHeaderBytes);
    return FormatReader(PcapReader(format.value()));
}

// The reader itself reads the section header; here it is only judged.
Result<FormatReader> openPcapng(ByteStream& stream) {
    if (!stream.fillTo(kLeastSectionHeaderBytes))
        return tooShort(stream, "pcapng", kLeastSectionHeaderBytes);
    const std::span<const std::byte> body =
        stream.window().subspan(kBlockHeaderBytes, kLeastSectionHeaderBytes - kBlockOverheadBytes);
    const std::optional<ByteOrder> order = sectionOrder(body);
    if (!order)
        return refusal(
            told("{0} cannot be read: its pcapng section header has no valid byte-order magic", {stream.name()}));
    if (const std::optional<Error> error = checkSectionVersion(body, *order))
        return refusal(told("{0} cannot be read: {1}", {stream.name(), error->message}));
    return FormatReader(PcapngReader());
}

Result<FormatReader> openFormat(ByteStream& stream) {
    constexpr std::size_t kMagicBytes = 4;
    constexpr std::size_t kTellingBytes = 16; // to name a format that is not ours
    if (!stream.fillTo(kMagicBytes) && !stream.failure().empty())
        return refusal(told("cannot read {0}: {1}", {stream.name(), stream.failure()}));
    if (isPcap(stream.window()))
        return openPcap(stream);
    if (isPcapng(stream.window()))
        return openPcapng(stream);
    if (stream.window().empty())
        return refusal(told("{0} is empty: it holds no capture", {stream.name()}));
    (void)stream.fillTo(kTellingBytes);
    return refusal(
        told("{0} is not a pcap or pcapng capture: {1}", {stream.name(), describeOtherFormat(stream.window())}));
}

/// Takes `wakeup` only when it succeeds: until then a stop may still be requested through it.
Result<std::unique_ptr<CaptureFile>> readFormat(Result<ByteStream> stream, std::unique_ptr<Wakeup>& wakeup, Use use) {
    if (!stream)
        return stream.error();
    Result<FormatReader> reader = openFormat(stream.value());
    if (!reader && wakeup->isRequested())
        return refusal(told("opening {0} was given up", {stream.value().name()}));
    if (!reader)
        return reader.error();
    return std::make_unique<CaptureFile>(std::move(wakeup), std::move(stream).value(), std::move(reader).value(), use);
}

Result<ByteStream> streamOver(FileDescriptor pipe, const std::string& name, const Wakeup& wakeup,
                              std::optional<Spool> spool) {
    Result<RawInput> input = RawInput::adopt(std::move(pipe), name, wakeup);
    if (!input)
        return input.error();
    return ByteStream::over(std::move(input).value(), true, std::move(spool));
}

LiveStream liveStream(std::unique_ptr<CaptureFile> file) {
    CaptureCopy copy = file->copy();
    std::shared_ptr<const KeptPart> kept = file->kept();
    return {std::move(file), std::move(copy), std::move(kept)};
}

Result<std::unique_ptr<CaptureFile>> openLeft(const std::string& path) {
    auto wakeup = std::make_unique<Wakeup>();
    return readFormat(ByteStream::open(path, true, *wakeup), wakeup, Use::Left);
}

} // namespace

Result<std::unique_ptr<PacketSource>> openCapture(const std::string& path, const OpenOptions& options) {
    auto wakeup = std::make_unique<Wakeup>(options.common ? Wakeup::Of::RegularFile : Wakeup::Of::Anything);
    const std::stop_callback onStop(options.stop, [signal = wakeup.get()] { signal->request(); });
    Result<ByteStream> stream = ByteStream::open(path, options.keepPackets, *wakeup, options.common);
    Result<std::unique_ptr<CaptureFile>> file = readFormat(std::move(stream), wakeup, Use::File);
    if (!file)
        return file.error();
    return std::unique_ptr<PacketSource>(std::move(file).value());
}

Result<LiveStream> openLiveStream(FileDescriptor pipe, const std::string& name, const std::stop_token& stop,
                                  LiveStreamOptions options) {
    auto wakeup = std::make_unique<Wakeup>();
    const std::stop_callback onStop(stop, [signal = wakeup.get()] { signal->request(); });
    Result<ByteStream> stream = streamOver(std::move(pipe), name, *wakeup, std::move(options.spool));
    Result<std::unique_ptr<CaptureFile>> file = readFormat(std::move(stream), wakeup, Use::Live);
    if (!file)
        return file.error();
    if (options.mostBytes != 0)
        file.value()->keepAtMost(options.mostBytes);
    return liveStream(std::move(file).value());
}

Result<LiveStream> openLeftSpool(const std::string& path) {
    Result<std::unique_ptr<CaptureFile>> file = openLeft(path);
    if (!file)
        return file.error();
    return liveStream(std::move(file).value());
}

Result<SpoolContent> surveySpool(const std::string& path, const std::atomic<bool>& cancelled) {
    constexpr std::size_t kPackets = 4096;
    Result<std::unique_ptr<CaptureFile>> file = openLeft(path);
    if (!file)
        return file.error();
    SpoolContent content;
    std::vector<RawPacket> packets;
    for (ReadStatus status = ReadStatus::More; status == ReadStatus::More;) {
        if (cancelled.load(std::memory_order_relaxed))
            return refusal(told("looking at {0} was given up", {path}));
        status = file.value()->read(packets, kPackets);
        if (content.packets == 0 && !packets.empty())
            content.begin = packets.front().time;
        content.packets += packets.size();
    }
    content.interfaces = file.value()->interfaceNames();
    return content;
}

} // namespace synscope
