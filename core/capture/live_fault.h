// SPDX-License-Identifier: Apache-2.0
//
// What can go wrong with capturing live, with the codes that programs rely on. Part of the library that needs
// libpcap, as all files here named live_*.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synscope {

enum class LiveFaultKind : std::uint8_t {
    NoPermission,
    NoSuchInterface,
    InterfaceDown,
    BadFilter,
    BadArgument,
    UnsupportedLinkType,
    OutOfMemory,
    CaptureFailed,
    InterfaceVanished, ///< while capturing
    CannotDropPrivileges,
};

/// The code, which does not change between versions: "no-permission", "no-such-interface", "interface-down",
/// "bad-filter", "bad-argument", "unsupported-link-type", "out-of-memory", "capture-failed", "interface-vanished",
/// "cannot-drop-privileges".
[[nodiscard]] std::string_view toText(LiveFaultKind kind);

struct LiveFault {
    LiveFaultKind kind = LiveFaultKind::CaptureFailed;
    std::string message;        ///< one sentence for people, without a final newline
    std::string interface = {}; ///< empty when it is about none
};

/// Empty: all went well.
using MaybeLiveFault = std::optional<LiveFault>;

} // namespace synscope
