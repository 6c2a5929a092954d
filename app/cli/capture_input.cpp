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

std::string otherTitle(const Arguments& arguments) {
    return std::string(arguments.text("--other"));
}

/// --other, once for all connections. Empty where it cannot be read: that has been told then.
std::optional<LoadedCapture> loadOther(const Arguments& arguments) {
    Result<LoadedCapture> other = loadCapture(otherTitle(arguments), {});
    if (!other) {
        complainOf(other.error());
        return std::nullopt;
    }
    complainOfDamage(otherTitle(arguments), *other.value().snapshot);
    return std::move(other).value();
}

/// False where a packet cannot be read again: that has been told then.
bool joinOther(const Arguments& arguments, ConnectionDetail& detail, const LoadedCapture& other) {
    if (const auto error = joinCapture(detail, *other.snapshot, other.fetch, {})) {
        complainOf(*error);
        return false;
    }
    if (!detail.ends)
        complain(otherTitle(arguments) + " does not hold this connection");
    return true;
}

std::shared_ptr<const ConnectionDetail> replayOne(const Arguments& arguments, const LoadedCapture& capture,
                                                  std::uint64_t wanted, const std::optional<LoadedCapture>& other) {
    const ConnectionId id{static_cast<std::uint32_t>(wanted)};
    ReplayOptions options;
    options.policy.language = languageOf(arguments);
    Result<ConnectionDetail> detail = replay(*capture.snapshot, id, capture.fetch, options);
    if (!detail) {
        complainOf(detail.error());
        return nullptr;
    }
    if (other && !joinOther(arguments, detail.value(), *other))
        return nullptr;
    return std::make_shared<const ConnectionDetail>(std::move(detail).value());
}

Replayed replayAll(const Arguments& arguments, const LoadedCapture& capture, std::vector<std::uint64_t> wanted) {
    for (const std::uint64_t one : wanted)
        if (!hasConnection(arguments, *capture.snapshot, one))
            return {};
    Replayed replayed;
    std::optional<LoadedCapture> other;
    if (arguments.has("--other")) {
        other = loadOther(arguments);
        if (!other)
            return {};
        replayed.isOtherDamaged = other->snapshot->load.damage.has_value();
    }
    for (auto one = wanted.begin(); one != wanted.end(); ++one) {
        if (std::find(wanted.begin(), one, *one) != one)
            continue;
        replayed.details.push_back(replayOne(arguments, capture, *one, other));
        if (!replayed.details.back())
            return {};
    }
    return replayed;
}

} // namespace

ExitStatus statusOf(const Snapshot& snapshot, const Replayed& replayed) {
    return replayed.isOtherDamaged ? ExitStatus::Damaged : statusOf(snapshot);
}

Replayed replayInput(const Arguments& arguments, const LoadedCapture& capture) {
    return replayAll(arguments, capture, {arguments.count("--connection")});
}

Replayed replayInputs(const Arguments& arguments, const LoadedCapture& capture) {
    return replayAll(arguments, capture, arguments.counts("--connection"));
}

} // namespace synscope::cli
