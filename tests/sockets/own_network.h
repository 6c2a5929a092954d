// SPDX-License-Identifier: Apache-2.0
//
// A network namespace for one test, with its loopback up. It is a thread's: run the test in one of its own
// (std::async), and what it starts is in there, too. Needs root.
#pragma once

#include <string>

namespace synscope::test {

/// Moves this thread, and the programs it starts, into a network of its own; why not, or empty.
[[nodiscard]] std::string enterOwnNetwork();

} // namespace synscope::test
