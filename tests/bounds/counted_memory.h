// SPDX-License-Identifier: Apache-2.0
//
// How much memory the program holds by `new`, counted: of a program that is linked with counted_memory.cpp.
#pragma once

#include <cstddef>

namespace synscope::test {

/// From here on the most that is held above what is held now. One at a time.
class PeakMemory {
public:
    PeakMemory();
    [[nodiscard]] std::size_t bytes() const;

private:
    std::size_t m_before;
};

} // namespace synscope::test
