// SPDX-License-Identifier: Apache-2.0
//
// The codes of faults: see live_fault.h.
#include "core/capture/live_fault.h"

namespace synscope {

std::string_view toText(LiveFaultKind kind) {
    switch (kind) {
    case LiveFaultKind::NoPermission:
        return "no-permission";
    case LiveFaultKind::NoSuchInterface:
        return "no-such-interface";
    case LiveFaultKind::InterfaceDown:
        return "interface-down";
    case LiveFaultKind::BadFilter:
        return "bad-filter";
    case LiveFaultKind::BadArgument:
        return "bad-argument";
    case LiveFaultKind::UnsupportedLinkType:
        return "unsupported-link-type";
    case LiveFaultKind::OutOfMemory:
        return "out-of-memory";
    case LiveFaultKind::CaptureFailed:
        return "capture-failed";
    case LiveFaultKind::InterfaceVanished:
        return "interface-vanished";
    case LiveFaultKind::CannotDropPrivileges:
        return "cannot-drop-privileges";
    }
    return "capture-failed";
}

} // namespace synscope
