// SPDX-License-Identifier: Apache-2.0
#include "core/engine/left_captures.h"

#include "core/base/told.h"
#include "core/capture/capture_file.h"
#include "core/capture/spool_folder.h"
#include "core/engine/engine.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace synscope {
namespace {

/// Its program was killed before it got anything.
bool isEmptyFile(const std::string& path) {
    std::error_code error;
    return std::filesystem::file_size(path, error) == 0 && !error;
}

std::string namesOf(const LeftCapture& left) {
    std::string names;
    for (const std::string& interface : left.interfaces)
        names.append(names.empty() ? "" : ", ").append(interface);
    return names;
}

} // namespace

std::vector<LeftCapture> findLeftCaptures(const std::string& folder, const std::atomic<bool>& cancelled) {
    std::vector<LeftCapture> found;
    for (const std::string& path : leftSpools(folder)) {
        const Result<SpoolContent> content = surveySpool(path, cancelled);
        if (cancelled.load())
            return found;
        const bool isEmpty = content ? content.value().packets == 0 : isEmptyFile(path);
        if (isEmpty)
            (void)discardLeftCapture({.path = path}); // where that fails, it is tried again the next time
        else if (content)
            found.push_back({path, content.value().interfaces, content.value().packets, content.value().begin});
    }
    return found;
}

Result<std::unique_ptr<Session>> recoverCapture(const LeftCapture& left, Duration timeWait) {
    Result<TakenSpool> taken = TakenSpool::take(left.path);
    if (!taken)
        return taken.error();
    Result<LiveStream> stream = openLeftSpool(left.path);
    if (!stream)
        return stream.error();
    std::unique_ptr<Session> session = beginSession(std::move(stream.value().source), timeWait);
    session->name = namesOf(left);
    session->cancel = {};
    auto spool = std::make_shared<const TakenSpool>(std::move(taken).value());
    session->live =
        LiveCapture{.request = {.interfaces = left.interfaces},
                    .state =
                        [] {
                            return LiveState{CaptureEnd::Recovered, {}};
                        },
                    .save = [copy = stream.value().copy, mailbox = session->mailbox](
                                const std::string& path, const std::atomic<bool>& cancelled) -> std::optional<Error> {
                        if (!mailbox->latest()->load.finished)
                            return Error{told("it is still being read: save it once all is there"), {}, {}};
                        return copy.writeTo(path, cancelled);
                    },
                    .discard = [spool] { return spool->remove(); }};
    return session;
}

std::optional<Error> discardLeftCapture(const LeftCapture& left) {
    const Result<TakenSpool> taken = TakenSpool::take(left.path);
    return taken ? taken.value().remove() : taken.error();
}

} // namespace synscope
