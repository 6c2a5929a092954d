// SPDX-License-Identifier: Apache-2.0
//
// Segments, and what the kernel's socket table tells, as short records of bytes: numbers are given by how far they are
// from what would fit, so that most of what a fuzzer changes still makes a conversation.
#pragma once

#include "core/tcp/known_connection.h"
#include "core/wire/segment.h"
#include "tests/fuzz/fuzz.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace synscope::test {

/// Packet time goes on and no segment comes.
struct ClockStep {
    Timestamp now{};
};
/// The socket table says of an end of one of the known connections, in order of their telling, that it is in a state.
struct KernelWord {
    std::uint8_t connection = 0;
    Side side = Side::Initiator;
    State says = State::Closed;
    Timestamp when{};
};
using ScriptStep = std::variant<Segment, ClockStep, KnownConnection, KernelWord>;

/// Reads records until the input ends.
[[nodiscard]] std::vector<ScriptStep> readScript(FuzzInput& input);

/// The records of these segments, as far as records can tell them: of their 4-tuples the first 8.
[[nodiscard]] std::string writeScript(std::span<const Segment> segments);

} // namespace synscope::test
