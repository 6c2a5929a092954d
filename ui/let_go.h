// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace synscope::ui {

/// Lets go of what ends threads as it goes. They may be in the hands of a file system that stalls: after a moment this
/// returns, and they end whenever that lets them.
void letGo(std::shared_ptr<void> threads);

} // namespace synscope::ui
