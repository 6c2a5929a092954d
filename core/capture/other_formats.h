// SPDX-License-Identifier: Apache-2.0
//
// Names what a file is when it is no capture this program reads, so that the message can say what to do.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace synscope {

/// "it begins with 'snoop': convert it with editcap", "it looks like text", "it begins with the bytes 00 01 02 03".
[[nodiscard]] std::string describeOtherFormat(std::span<const std::byte> beginning);

} // namespace synscope
