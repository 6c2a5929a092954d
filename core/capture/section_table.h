// SPDX-License-Identifier: Apache-2.0
//
// Which section and interfaces of a pcapng capture a position belongs to: written by the reader as it meets
// them, asked by whoever fetches a packet again. Any thread.
#pragma once

#include "core/capture/byte_order.h"
#include "core/capture/pcapng_format.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace synscope {

class SectionTable {
public:
    /// Positions must not decrease from call to call.
    void addSection(std::uint64_t position, ByteOrder order);
    void addInterface(const CaptureInterface& interface);
    /// From `position` on, simple packet blocks (which carry no time) have this one.
    void addSimpleTime(std::uint64_t position, Timestamp time);

    /// Byte order of the section around `position`.
    [[nodiscard]] std::optional<ByteOrder> orderAt(std::uint64_t position) const;
    [[nodiscard]] std::optional<CaptureInterface> interfaceAt(std::uint64_t position, std::uint32_t interface) const;
    /// The epoch where none was added before `position`.
    [[nodiscard]] Timestamp simpleTimeAt(std::uint64_t position) const;

private:
    struct Section {
        std::uint64_t position;
        ByteOrder order;
        std::vector<CaptureInterface> interfaces;
    };
    struct SimpleTime {
        std::uint64_t position;
        Timestamp time;
    };
    [[nodiscard]] const Section* sectionAt(std::uint64_t position) const;

    mutable std::mutex m_mutex;
    std::vector<Section> m_sections;
    std::vector<SimpleTime> m_simpleTimes;
};

} // namespace synscope
