// SPDX-License-Identifier: Apache-2.0
//
// Binary searches over what was appended in order of position.
#include "core/capture/section_table.h"

#include <algorithm>

namespace synscope {

namespace {

// The last entry at or before `position`, or null.
template <typename Entry>
const Entry* lastUpTo(const std::vector<Entry>& entries, std::uint64_t position) {
    const auto after = std::upper_bound(entries.begin(), entries.end(), position,
                                        [](std::uint64_t p, const Entry& entry) { return p < entry.position; });
    return after == entries.begin() ? nullptr : &*(after - 1);
}

} // namespace

void SectionTable::addSection(std::uint64_t position, ByteOrder order) {
    const std::lock_guard lock(m_mutex);
    m_sections.push_back({position, order, {}});
}

void SectionTable::addInterface(const CaptureInterface& interface) {
    const std::lock_guard lock(m_mutex);
    m_sections.back().interfaces.push_back(interface);
}

void SectionTable::addSimpleTime(std::uint64_t position, Timestamp time) {
    const std::lock_guard lock(m_mutex);
    m_simpleTimes.push_back({position, time});
}

const SectionTable::Section* SectionTable::sectionAt(std::uint64_t position) const {
    return lastUpTo(m_sections, position);
}

std::optional<ByteOrder> SectionTable::orderAt(std::uint64_t position) const {
    const std::lock_guard lock(m_mutex);
    const Section* section = sectionAt(position);
    return section != nullptr ? std::optional(section->order) : std::nullopt;
}

std::optional<CaptureInterface> SectionTable::interfaceAt(std::uint64_t position, std::uint32_t interface) const {
    const std::lock_guard lock(m_mutex);
    const Section* section = sectionAt(position);
    if (section == nullptr || interface >= section->interfaces.size())
        return std::nullopt;
    return section->interfaces[interface];
}

Timestamp SectionTable::simpleTimeAt(std::uint64_t position) const {
    const std::lock_guard lock(m_mutex);
    const SimpleTime* entry = lastUpTo(m_simpleTimes, position);
    return entry != nullptr ? entry->time : Timestamp{};
}

} // namespace synscope
