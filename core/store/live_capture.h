// SPDX-License-Identifier: Apache-2.0
//
// Live captures as their readers see them: what to capture, how it goes, what went wrong, and the program that knows
// about interfaces. Plain values and functions; the engine fills them.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace synscope {

struct CaptureRequest {
    std::vector<std::string> interfaces;
    std::string filter = {};        ///< as tcpdump writes it; empty: everything
    std::uint32_t snapLength = 160; ///< bytes kept of each packet: all headers, no payload
    bool isPromiscuous = false;
    std::uint64_t mostBytes = std::uint64_t{4} << 30; ///< of packets kept
    enum class WhenFull : std::uint8_t {
        LetOldestGo, ///< where the file system can: else it ends, and says so from the beginning
        End,
    };
    WhenFull whenFull = WhenFull::LetOldestGo;
    std::size_t mostConnections = 1'000'000; ///< of those that are over only the newest are kept; 0: all are
};

/// What went wrong with a capture, for people, and the code that programs go by.
struct CaptureTrouble {
    std::string code;    ///< "no-permission", "bad-filter" …: those of synscope-capture(1), "no-helper", "not-ended"
    std::string message; ///< one sentence
    std::string interface; ///< empty when it is about none
    std::string hint;      ///< the command, or else the sentence, that mends it; may be empty
};

enum class CaptureEnd : std::uint8_t {
    Running,
    Asked, ///< cancel() was called
    LimitReached,
    Recovered, ///< long ago, by a crash
    ByItself,  ///< the troubles say why
};

/// A copy: true when it was asked.
struct LiveState {
    CaptureEnd end = CaptureEnd::Running;
    std::vector<CaptureTrouble> troubles; ///< in their order; an interface may fail and the others go on
};

struct MachineWatch;

struct LiveCapture {
    CaptureRequest request;           ///< of a recovered one only the interfaces are known
    std::function<LiveState()> state; ///< any thread; final once a snapshot is finished
    /// Writes what was captured until now, as pcapng; any thread. An empty answer: done.
    std::function<std::optional<Error>(const std::string& path, const std::atomic<bool>& cancelled)> save;
    /// Of a recovered one only: deletes what the crash left, once it was saved or is not wanted.
    std::function<std::optional<Error>()> discard = {};
    /// The sockets of this machine, followed until the capture ends; null where they are not.
    std::shared_ptr<const MachineWatch> machine = {};

    [[nodiscard]] bool isRecovered() const { return static_cast<bool>(discard); }
};

/// What a live capture left behind because its program did not end in order.
struct LeftCapture {
    std::string path;
    std::vector<std::string> interfaces = {};
    std::uint64_t packets = 0; ///< at least one
    Timestamp begin{};         ///< of the first packet
};

/// Those that no program uses any more, oldest first. Cost: reads them whole; `cancelled` makes it end soon.
using FindLeftCaptures = std::function<std::vector<LeftCapture>(const std::atomic<bool>& cancelled)>;

struct HelperAnswer {
    std::string output;
    int status = 0;                        ///< exit status, where it could be run
    std::optional<CaptureTrouble> trouble; ///< why it could not be run, or what it said went wrong
};

/// Packets that an interface has received and sent since it exists.
struct InterfaceTraffic {
    std::string name;
    std::uint64_t packets = 0;
};

/// The counts of now; any thread.
using CountTraffic = std::function<std::vector<InterfaceTraffic>()>;

/// Runs synscope-capture with these words and waits for its answer. Any thread; `cancelled` makes it end soon.
using AskHelper =
    std::function<HelperAnswer(const std::vector<std::string>& words, const std::atomic<bool>& cancelled)>;

} // namespace synscope
