// SPDX-License-Identifier: Apache-2.0
//
// Gives the rows of diagrams their heights and places: one row a segment, or by time. Several diagrams stand side by
// side on one time order: what comes later in any of them stands lower.
#pragma once

#include "core/diagram/ladder_layout.h"

#include <span>

namespace synscope::ladder {

/// What happens together: a segment or folded run with what stands before and after it. Positions in a diagram's rows.
struct LadderStep {
    std::uint64_t order = 0; ///< the packet's number
    std::uint32_t lane = 0;
    std::uint32_t begin = 0;
    std::uint32_t main = 0;
    std::uint32_t end = 0;
};

/// Rows, texts and columns of a diagram, without heights.
[[nodiscard]] LadderLayout prepareLadder(std::shared_ptr<const ConnectionDetail> detail, const LadderOptions& options);
/// Lifelines and the height, once the rows are placed.
void placeLifelines(LadderLayout& layout);
/// The height, from where the lifelines end.
void setHeight(LadderLayout& layout);

/// Places all rows; all diagrams get the same rowsBottom. Their lifelines stand, the header's bottom is known, and they
/// have the same options. Linear in the rows, and logarithmic on top for more than one diagram.
void placeRows(std::span<LadderLayout* const> lanes);

/// Of a row that is no segment: what it needs. Breaks a note's lines to the lane.
[[nodiscard]] double fitRow(LadderLayout& layout, LadderRow& row);

/// By time, for placeRows(): `steps` in order, `ends` where the rows after the last step begin, by diagram.
void placeByTime(std::span<LadderLayout* const> lanes, const std::vector<LadderStep>& steps,
                 const std::vector<std::size_t>& ends);

/// Finds room for the labels, times and extras of arrows that stand closer than one row each, and leaves out arrows
/// that share their place with a graver one. For diagrams in true time.
void placeLabels(LadderLayout& layout);

} // namespace synscope::ladder
