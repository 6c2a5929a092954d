// SPDX-License-Identifier: Apache-2.0
//
// From a field, an operator and the value as written to a test; or what is wrong with the value.
#pragma once

#include "core/store/filter_reader.h"

namespace synscope {

/// The test of `row`'s field; `op` is one that goes with its values.
[[nodiscard]] Result<FilterTest> valueTest(const FilterFieldRow& row, FilterOp op, const FilterWord& value);
/// The test for a value from `first` to `last`, both included.
[[nodiscard]] Result<FilterTest> rangeTest(const FilterFieldRow& row, const FilterWord& first, const FilterWord& last);
/// The field alone, where that means something.
[[nodiscard]] Result<FilterTest> bareFieldTest(const FilterFieldRow& row, const FilterWord& word);

/// The test for a state, or for how long it has lasted, of the sides that `row` asks.
[[nodiscard]] FilterTest presentStateTest(FilterSides sides, State state);

} // namespace synscope
