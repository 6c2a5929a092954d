// SPDX-License-Identifier: Apache-2.0
//
// How far a load is and what it has met, added up batch by batch.
#pragma once

#include "core/engine/batch_reader.h"
#include "core/store/snapshot.h"

#include <cstdint>

namespace synscope {

/// Why a load ends before the capture does.
enum class CutBy : std::uint8_t { Nothing, Numbers, Memory };

class LoadFigures {
public:
    void add(const DecodedBatch& batch);
    void addSuperSegments(std::uint64_t count) { m_load.superSegments += count; }

    /// Marks the end of the load, and says so where it was cut.
    void finish(bool cancelled, CutBy cut);

    [[nodiscard]] const PacketCounts& counts() const { return m_counts; }
    [[nodiscard]] const LoadState& load() const { return m_load; }

private:
    PacketCounts m_counts;
    LoadState m_load;
};

} // namespace synscope
