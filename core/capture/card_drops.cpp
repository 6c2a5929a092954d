// SPDX-License-Identifier: Apache-2.0
#include "core/capture/card_drops.h"

#include <charconv>
#include <span>
#include <string_view>

#include <fcntl.h>

namespace synscope {

void CardDrops::begin(const std::string& interface, const std::string& folder) {
    constexpr std::array<std::string_view, 2> kNames{"rx_missed_errors", "rx_fifo_errors"};
    const std::string statistics = folder + "/" + interface + "/statistics/";
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const std::string path = statistics + std::string(kNames[i]);
        m_counters[i] = {FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), 0};
        read(m_counters[i]);
    }
    m_atBegin = sum();
}

std::uint64_t CardDrops::count() {
    for (Counter& counter : m_counters)
        read(counter);
    return sum() >= m_atBegin ? sum() - m_atBegin : 0; // a driver that begins anew
}

void CardDrops::read(Counter& counter) {
    std::array<char, 32> text{};
    if (!counter.file.isOpen())
        return;
    const std::ptrdiff_t size = readAt(counter.file.get(), 0, std::as_writable_bytes(std::span(text)));
    std::uint64_t value = 0;
    if (size > 0 && std::from_chars(text.data(), text.data() + size, value).ec == std::errc{})
        counter.latest = value;
}

std::uint64_t CardDrops::sum() const {
    return m_counters[0].latest + m_counters[1].latest;
}

} // namespace synscope
