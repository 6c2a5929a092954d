// SPDX-License-Identifier: Apache-2.0
//
// Loading and replaying for the subcommands: see capture_input.h.
#include "app/cli/capture_input.h"

#include "app/cli/language_option.h"
#include "app/cli/output.h"
#include "core/engine/capture_set.h"
#include "core/store/two_ends.h"

#include <algorithm>
#include <utility>

namespace synscope::cli {
namespace {

constexpr std::string_view kThreadsOption = "--threads";
constexpr std::uint64_t kMostThreads = 1024; ///< what is more comes to the same

std::string placeOf(std::uint64_t byteOffset, std::uint64_t packet) {
    return "byte " + std::to_string(byteOffset) + ", packet " + std::to_string(packet);
}

std::string withPlace(const Error& error) {
    std::string text = error.message;
    if (error.byteOffset)
        text += ", at byte " + std::to_string(*error.byteOffset);
    if (error.packet)
        text += ", packet " + std::to_string(*error.packet);
    return text;
}

std::string noSuchConnection(const Arguments& arguments, std::uint64_t wanted, std::size_t count) {
    std::string text = arguments.fileTitle() + " has no connection " + std::to_string(wanted) + "; ";
    if (count == 0)
        return text + "it has no TCP connections";
    return text + (count == 1 ? "its only one is 0" : "they are 0 to " + std::to_string(count - 1));
}

void complainOfDamage(const std::string& title, const Damage& damage) {
    complain((damage.file.empty() ? title : damage.file) + ": reading stopped at " +
             placeOf(damage.byteOffset, damage.packet) + ": " + damage.reason);
    for (const Damage& other : damage.others)
        complainOfDamage(title, other);
}

void complainOfDamage(const std::string& title, const Snapshot& snapshot) {
    if (snapshot.load.damage)
        complainOfDamage(title, *snapshot.load.damage);
}

/// The files to read. Empty where the set cannot be found: that has been told then.
std::vector<std::string> inputFiles(const Arguments& arguments) {
    if (!arguments.has(kSetOption))
        return {arguments.files().begin(), arguments.files().end()};
    Result<CaptureSet> set = findCaptureSet(arguments.files().front());
    if (!set) {
        complainOf(set.error());
        return {};
    }
    if (!set.value().missing.empty())
        complain(arguments.fileTitle() + " lacks " + set.value().missing);
    return std::move(set.value().paths);
}

/// The filter in one line with a caret under the place of the error.
void complainOfFilter(std::string_view option, std::string_view expression, const Error& error) {
    complain(std::string(option) + ": " + error.message);
    std::string line(expression);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    std::replace_if(line.begin(), line.end(), isControl, ' ');
    const std::size_t place = std::min<std::size_t>(error.byteOffset.value_or(0), line.size());
    const auto startsCharacter = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
    const auto column = std::count_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(place), startsCharacter);
    tell("  " + line + "\n  " + std::string(static_cast<std::size_t>(column), ' ') + "^\n");
}

} // namespace

std::optional<Filter> parseFilter(const Arguments& arguments) {
    return parseFilter("--filter", arguments.text("--filter"));
}

std::optional<Filter> parseFilter(std::string_view option, std::string_view expression) {
    Result<Filter> filter = Filter::parse(expression);
    if (filter)
        return std::move(filter).value();
    complainOfFilter(option, expression, filter.error());
    return std::nullopt;
}

std::optional<LoadedCapture> loadInput(const Arguments& arguments, LoadOptions options) {
    const std::vector<std::string> files = inputFiles(arguments);
    if (files.empty())
        return std::nullopt;
    options.threads = static_cast<unsigned>(std::min<std::uint64_t>(arguments.count(kThreadsOption), kMostThreads));
    Result<LoadedCapture> loaded = loadCaptures(files, options);
    if (loaded)
        return std::move(loaded).value();
    complainOf(loaded.error());
    return std::nullopt;
}

void complainOf(const Error& error) {
    complain(withPlace(error));
}

bool hasConnection(const Arguments& arguments, const Snapshot& snapshot, std::uint64_t wanted) {
    if (wanted < snapshot.size())
        return true;
    complain(noSuchConnection(arguments, wanted, snapshot.size()));
    return false;
}

ExitStatus statusOf(const Snapshot& snapshot) {
    return snapshot.load.damage ? ExitStatus::Damaged : ExitStatus::Ok;
}

void tellDamage(const Arguments& arguments, const Snapshot& snapshot, ExitStatus status) {
    if (status == ExitStatus::Damaged || status == ExitStatus::Found)
        complainOfDamage(arguments.fileTitle(), snapshot);
}

Option setOption() {
    return {.name = kSetOption,
            .valueName = "",
            .help = "read the whole rotated set that FILE belongs to, or all captures in the folder FILE",
            .kind = ValueKind::Flag};
}

Option threadsOption() {
    return {.name = kThreadsOption,
            .valueName = "COUNT",
            .help = "track on 1, 2, 4 or 8 threads, with the same result; 0: by the processors there are",
            .kind = ValueKind::Count,
            .defaultValue = "0"};
}

Option otherOption() {
    return {.name = "--other",
            .valueName = "FILE",
            .help = "a capture of the same traffic at another place: times on the way, and losses there"};
}

namespace {

/// False where that capture cannot be read: that has been told then.
bool joinOther(const Arguments& arguments, ConnectionDetail& detail) {
    const Result<LoadedCapture> other = loadCapture(std::string(arguments.text("--other")), {});
    if (!other) {
        complainOf(other.error());
        return false;
    }
    complainOfDamage(std::string(arguments.text("--other")), *other.value().snapshot);
    if (const auto error = joinCapture(detail, *other.value().snapshot, other.value().fetch, {})) {
        complainOf(*error);
        return false;
    }
    if (!detail.ends)
        complain(std::string(arguments.text("--other")) + " does not hold this connection");
    return true;
}

std::shared_ptr<const ConnectionDetail> replayOne(const Arguments& arguments, const LoadedCapture& capture,
                                                  std::uint64_t wanted) {
    if (!hasConnection(arguments, *capture.snapshot, wanted))
        return nullptr;
    const ConnectionId id{static_cast<std::uint32_t>(wanted)};
    ReplayOptions options;
    options.policy.language = languageOf(arguments);
    Result<ConnectionDetail> detail = replay(*capture.snapshot, id, capture.fetch, options);
    if (!detail) {
        complainOf(detail.error());
        return nullptr;
    }
    if (arguments.has("--other") && !joinOther(arguments, detail.value()))
        return nullptr;
    return std::make_shared<const ConnectionDetail>(std::move(detail).value());
}

} // namespace

std::shared_ptr<const ConnectionDetail> replayInput(const Arguments& arguments, const LoadedCapture& capture) {
    return replayOne(arguments, capture, arguments.count("--connection"));
}

std::vector<std::shared_ptr<const ConnectionDetail>> replayInputs(const Arguments& arguments,
                                                                  const LoadedCapture& capture) {
    std::vector<std::shared_ptr<const ConnectionDetail>> details;
    std::vector<std::uint64_t> read;
    for (const std::uint64_t wanted : arguments.counts("--connection")) {
        if (std::find(read.begin(), read.end(), wanted) != read.end())
            continue;
        read.push_back(wanted);
        details.push_back(replayOne(arguments, capture, wanted));
        if (!details.back())
            return {};
    }
    return details;
}

} // namespace synscope::cli
