// SPDX-License-Identifier: Apache-2.0
//
// What readings of the kernel's socket table tell of the closes that a live capture's connections owe: the newest one's
// word stands. A descriptor outlives its connection, so what was owed is known by its inode for as long as it is there.
#pragma once

#include "core/engine/kernel_reading.h"
#include "core/store/kernel_owed.h"
#include "core/tcp/flow_table.h"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace synscope {

/// One thread.
class KernelOwing {
public:
    /// A reading of which all earlier packets were tracked; later ones later. Cost: what it has that owes closes.
    void add(const FlowTable& table, const KernelReading& reading);
    /// The same object until the next reading.
    [[nodiscard]] const KernelOwedPtr& newest() const { return m_newest; }

private:
    struct Seen {
        FlowTable::End end;
        std::uint64_t reading = 0; ///< the latest it was seen in
    };
    [[nodiscard]] std::optional<FlowTable::End> endOf(const FlowTable& table, const OwedSocket& owed, Timestamp when);

    std::uint64_t m_readings = 0;
    std::unordered_map<std::uint64_t, Seen> m_byInode;
    KernelOwedPtr m_newest;
};

} // namespace synscope
