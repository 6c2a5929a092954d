// SPDX-License-Identifier: Apache-2.0
//
// What live captures left behind when their program did not end in order: found, opened again, deleted.
#pragma once

#include "core/store/session.h"

#include <string>
#include <vector>

namespace synscope {

/// See FindLeftCaptures. Spools without a packet are deleted: there is nothing in them to lose. Files that are no
/// captures are left alone.
[[nodiscard]] std::vector<LeftCapture> findLeftCaptures(const std::string& folder, const std::atomic<bool>& cancelled);

/// See RecoverCapture. Fails where it is gone or another program has taken it meanwhile. Its session cannot be
/// cancelled, and saving it fails until all is read: else the rest would be discarded with it.
[[nodiscard]] Result<std::unique_ptr<Session>> recoverCapture(const LeftCapture& left, Duration timeWait);

/// See DiscardCapture.
[[nodiscard]] std::optional<Error> discardLeftCapture(const LeftCapture& left);

} // namespace synscope
