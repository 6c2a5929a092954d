// SPDX-License-Identifier: Apache-2.0
//
// Loading and replaying for the subcommands: see capture_input.h.
#include "app/cli/capture_input.h"

#include "app/cli/output.h"

#include <utility>

namespace synscope::cli {
namespace {

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

} // namespace

std::optional<LoadedCapture> loadInput(const Arguments& arguments, const LoadOptions& options) {
    Result<LoadedCapture> loaded = loadCapture(arguments.file(), options);
    if (loaded)
        return std::move(loaded).value();
    complain(withPlace(loaded.error()));
    return std::nullopt;
}

ExitStatus statusOf(const Snapshot& snapshot) {
    return snapshot.load.damage ? ExitStatus::Damaged : ExitStatus::Ok;
}

void tellDamage(const Arguments& arguments, const Snapshot& snapshot, ExitStatus status) {
    const std::optional<Damage>& damage = snapshot.load.damage;
    if (status == ExitStatus::Damaged && damage)
        complain(arguments.fileTitle() + ": reading stopped at " + placeOf(damage->byteOffset, damage->packet) + ": " +
                 damage->reason);
}

std::shared_ptr<const ConnectionDetail> replayInput(const Arguments& arguments, const LoadedCapture& capture) {
    const std::uint64_t wanted = arguments.count("--connection");
    const std::size_t count = capture.snapshot->size();
    if (wanted >= count) {
        complain(noSuchConnection(arguments, wanted, count));
        return nullptr;
    }
    const ConnectionId id{static_cast<std::uint32_t>(wanted)};
    Result<ConnectionDetail> detail = replay(*capture.snapshot, id, capture.fetch, {});
    if (!detail) {
        complain(withPlace(detail.error()));
        return nullptr;
    }
    return std::make_shared<const ConnectionDetail>(std::move(detail).value());
}

} // namespace synscope::cli
