// SPDX-License-Identifier: Apache-2.0
//
// From how many segments on a connection is too long for the GUI's thread: a worker reads it through for the table and
// lays it out for the diagram.
#pragma once

#include <cstddef>

namespace synscope::ui {

inline constexpr std::size_t kManySegments = 100'000;

} // namespace synscope::ui
