// SPDX-License-Identifier: Apache-2.0
//
// What the subcommands share: loading the FILE or several, choosing and replaying its connections, and telling people
// on standard error what went wrong.
#pragma once

#include "app/cli/arguments.h"
#include "core/engine/engine.h"
#include "core/store/filter.h"
#include "core/store/replay.h"

#include <memory>
#include <optional>
#include <vector>

namespace synscope::cli {

/// --set: opens the whole of a rotated set, or a folder.
[[nodiscard]] Option setOption();
/// --threads: how many track.
[[nodiscard]] Option threadsOption();

/// Loads the FILE, or several as one, on as many threads as the command line says. Empty when nothing is usable: that
/// has been told then.
[[nodiscard]] std::optional<LoadedCapture> loadInput(const Arguments& arguments, LoadOptions options);

/// Tells it, with the place.
void complainOf(const Error& error);

/// The --filter. Empty where it is none: that has been told then, with the place.
[[nodiscard]] std::optional<Filter> parseFilter(const Arguments& arguments);
/// One that an option gave.
[[nodiscard]] std::optional<Filter> parseFilter(std::string_view option, std::string_view expression);

/// False where there is no such connection: that has been told then.
[[nodiscard]] bool hasConnection(const Arguments& arguments, const Snapshot& snapshot, std::uint64_t wanted);

/// Ok, or Damaged for a capture that was not read to its end.
[[nodiscard]] ExitStatus statusOf(const Snapshot& snapshot);
/// With Damaged, or Found in a damaged capture, tells where and why reading stopped. Call it when the output is
/// written.
void tellDamage(const Arguments& arguments, const Snapshot& snapshot, ExitStatus status);

/// --other FILE: a second capture, which replayInput() and replayInputs() join to the first.
[[nodiscard]] Option otherOption();

/// What --connection names, read again.
struct Replayed {
    std::vector<std::shared_ptr<const ConnectionDetail>> details; ///< empty where something failed: that has been told
    bool isOtherDamaged = false; ///< --other was not read to its end: that has been told
};
/// The connections that --connection names, in the order given, each once.
[[nodiscard]] Replayed replayInputs(const Arguments& arguments, const LoadedCapture& capture);
/// The same where --connection names one alone.
[[nodiscard]] Replayed replayInput(const Arguments& arguments, const LoadedCapture& capture);
/// As statusOf() the capture, and Damaged for a second one that was not read to its end.
[[nodiscard]] ExitStatus statusOf(const Snapshot& snapshot, const Replayed& replayed);

} // namespace synscope::cli
