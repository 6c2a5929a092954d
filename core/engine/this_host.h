// SPDX-License-Identifier: Apache-2.0
//
// What this machine's kernel tells of its own local ports and addresses. Reads a few small files each time; needs no
// privilege. The network namespace is this program's own.
#pragma once

#include "core/engine/kernel_reading.h"
#include "core/store/local_ports.h"

#include <optional>
#include <string>

namespace synscope {

/// Empty where the system has no such files. `procRoot` is for tests.
[[nodiscard]] std::optional<ThisHost> askThisHost(const std::string& procRoot = "/proc");

/// Of each interface that has any.
[[nodiscard]] InterfaceAddresses interfaceAddresses();

} // namespace synscope
