// SPDX-License-Identifier: Apache-2.0
#include "core/store/kernel_owed.h"

#include <algorithm>
#include <tuple>

namespace synscope {

const KernelOwed* kernelWordOn(const KernelOwedPtr& ends, ConnectionId connection, Side side) {
    if (!ends)
        return nullptr;
    const auto key = [](const KernelOwed& end) { return std::tuple(end.connection, end.side); };
    const auto found = std::ranges::lower_bound(*ends, std::tuple(connection, side), {}, key);
    return found != ends->end() && key(*found) == std::tuple(connection, side) ? &*found : nullptr;
}

} // namespace synscope
