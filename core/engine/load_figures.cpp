// SPDX-License-Identifier: Apache-2.0
#include "core/engine/load_figures.h"

#include "core/base/told.h"

#include <algorithm>
#include <string>

namespace synscope {
namespace {

Damage damageOf(const ReadDamage& read) {
    Damage damage{read.byteOffset, read.packet, read.reason, read.file};
    for (const ReadDamage& other : read.others)
        damage.others.push_back(damageOf(other));
    return damage;
}

std::string wordsFor(CutBy cut) {
    if (cut == CutBy::Memory)
        return told("there is hardly any memory left: what follows was not looked at");
    return told("there are more segments or connections than this program can number, about four billion: what "
                "follows was not looked at");
}

} // namespace

void LoadFigures::add(const DecodedBatch& batch) {
    for (std::size_t i = 0; i < kPacketFateCount; ++i)
        m_counts.byFate[i] += batch.counts.byFate[i];
    m_load.packets = m_counts.total();
    m_load.cutPackets += batch.cutPackets;
    m_load.clockBackwards += batch.clockBackwards;
    m_load.farthestBackwards = std::max(m_load.farthestBackwards, batch.farthestBackwards);
    m_load.bytesRead = batch.progress.bytesRead;
    m_load.bytesTotal = batch.progress.bytesTotal;
    m_load.kernelDrops = batch.progress.kernelDrops;
    m_load.bytesKept = batch.progress.bytesKept;
    m_load.packetsLetGo = batch.progress.packetsLetGo;
    m_load.keptFrom = batch.progress.keptFrom;
    m_load.keptSince = batch.progress.keptSince;
    if (batch.damage)
        m_load.damage = damageOf(*batch.damage);
}

void LoadFigures::finish(bool cancelled, CutBy cut) {
    if (cut != CutBy::Nothing && !m_load.damage)
        m_load.damage = Damage{m_load.bytesRead, m_load.packets + 1, wordsFor(cut)};
    m_load.finished = true;
    m_load.cancelled = cancelled;
}

} // namespace synscope
