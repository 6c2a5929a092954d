// SPDX-License-Identifier: Apache-2.0
#include "core/store/owed_cause.h"

namespace synscope {

std::string_view toText(OwedCause cause) {
    switch (cause) {
    case OwedCause::NotClosed:
        return "not-closed";
    case OwedCause::UnreadData:
        return "unread-data";
    case OwedCause::NeverAccepted:
        return "never-accepted";
    case OwedCause::GhostDescriptor:
        return "ghost-descriptor";
    case OwedCause::StillSending:
        return "still-sending";
    case OwedCause::IdleInPool:
        return "idle-in-pool";
    case OwedCause::PortCollision:
        return "port-collision";
    case OwedCause::Unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace synscope
