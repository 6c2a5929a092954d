// SPDX-License-Identifier: Apache-2.0
//
// What a network card and its driver dropped before anybody could capture it, as Linux tells under
// /sys/class/net/NAME/statistics. The files are opened once, so that counting needs no right to open any.
#pragma once

#include "core/capture/file_descriptor.h"

#include <array>
#include <cstdint>
#include <string>

namespace synscope {

class CardDrops {
public:
    /// `folder` is for tests.
    void begin(const std::string& interface, const std::string& folder = "/sys/class/net");
    /// Since begin(); 0 where the system does not tell. Once the interface is gone: as it was before.
    [[nodiscard]] std::uint64_t count();

private:
    struct Counter {
        FileDescriptor file;
        std::uint64_t latest = 0;
    };
    static void read(Counter& counter);
    [[nodiscard]] std::uint64_t sum() const;

    std::array<Counter, 2> m_counters;
    std::uint64_t m_atBegin = 0;
};

} // namespace synscope
