// SPDX-License-Identifier: Apache-2.0
//
// What happened at one step of a connection, in plain words, from the connection's own packets: a value that the
// window lists, diagrams show as a card and exports write out.
#pragma once

#include "core/base/ids.h"
#include "core/base/say.h"
#include "core/store/replay.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

enum class ExplanationKind : std::uint8_t {
    // how it was captured
    CapturedWhere,
    MetMidstream,
    BeginningGone,
    OneDirection,
    // ports in use again
    PortsAgain,
    NextAttempt,
    OldConnectionForgotten,
    ReuseTooEarly,
    StaleSegment,
    StaleUndecided,
    ArrivedTooLate,
    OldTimestamp,
    // opening
    Syn,
    SynAgain,
    SynAck,
    SynAckAgain,
    FinalAckNotTaken,
    SimultaneousOpen,
    HandshakeDone,
    OpenedByData,
    Parameters,
    InitialNumbers,
    Refused,
    Unanswered,
    OldDuplicateSyn,
    // data
    FirstData,
    FastRetransmission,
    TimeoutRetransmission,
    OtherRetransmission,
    DuplicateAcks,
    OutOfOrder,
    NotCaptured,
    AckedUnseen,
    ZeroWindow,
    WindowProbe,
    KeepAlive,
    // closing
    FirstFin,
    KernelAck,
    SecondFin,
    MergedFin,
    HalfCloseInUse,
    SimultaneousClose,
    FinAgain,
    UncapturedFin,
    NotDelivered,
    LastAck,
    FinAgainInTimeWait,
    // resets and challenges
    Aborted,
    DataAfterClose,
    HalfOpen,
    TimeWaitCutShort,
    ForeignReset,
    ResetIgnored,
    ResetUndecided,
    ChallengedReset,
    ChallengedSyn,
    // how it is at the end
    CloseWait,
    MaybeCloseWait,
    InTimeWait,
    Forgotten,
    StillOpen,
};
inline constexpr std::size_t kExplanationKindCount = static_cast<std::size_t>(ExplanationKind::StillOpen) + 1;

/// "captured-where", "syn-ack"...; a literal, for programs and tests.
[[nodiscard]] std::string_view toText(ExplanationKind kind);

/// What one side can be sure of, by what it has received.
struct Knowledge {
    std::array<bool, 2> canSend{}; ///< by Side: segments of that side arrive
    std::array<bool, 2> canHear{}; ///< by Side: that side receives what is sent to it

    /// Both ways, there and back.
    [[nodiscard]] bool pathWorks() const { return canSend[0] && canSend[1] && canHear[0] && canHear[1]; }
    friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

/// One term of the handshake: what each side offered, and what follows.
struct AgreedTerm {
    std::string name;                   ///< "window scale"
    std::array<std::string, 2> offered; ///< by Side
    std::string outcome;                ///< "in use", "not used"; empty where each side keeps its own
};

enum class StepPlace : std::uint8_t { Beginning, Segment, End };

struct Explanation {
    ExplanationKind kind = ExplanationKind::Syn;
    StepPlace place = StepPlace::Segment;
    std::size_t segment = 0;     ///< it follows this one (into ConnectionDetail::segments); of Segment alone
    std::size_t lastSegment = 0; ///< of a stretch; else `segment`
    std::optional<Side> side;    ///< whom it is about, where that is one
    std::string title;
    std::vector<std::string> sentences; ///< one to four, the most important first
    std::vector<PacketNumber> packets;  ///< that it rests on, in order, each once; some may be of another connection
    std::string_view rfc;               ///< "RFC 9293, 3.5"; empty where none applies
    std::optional<std::array<Knowledge, 2>> knows; ///< by the Side that knows
    std::vector<AgreedTerm> agreed;
};

} // namespace synscope
