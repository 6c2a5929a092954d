// SPDX-License-Identifier: Apache-2.0
#include "ui/export/export_subject.h"

#include "core/store/two_ends.h"

#include <utility>

namespace synscope::ui {

DiagramSource sourceOf(const ExportSubject& subject, std::vector<ConnectionId> connections) {
    DiagramSource source;
    source.connections = std::move(connections);
    for (const ConnectionId id : source.connections) {
        if (!subject.snapshot->has(id))
            continue; // let go by a live capture; the one shown is read already
        for (const Side side : {Side::Initiator, Side::Responder})
            source.addresses.push_back(subject.snapshot->addressOf(subject.snapshot->row(id), side).address);
    }
    using DetailPtr = std::shared_ptr<const ConnectionDetail>;
    source.detailOf = [shown = subject.shown, snapshot = subject.snapshot, fetch = subject.fetch,
                       second = subject.second, secondFetch = subject.secondFetch, language = subject.language](
                          ConnectionId id, const std::atomic<bool>* cancelled) -> Result<DetailPtr> {
        if (shown && shown->id == id && !shown->part)
            return shown;
        ReplayOptions options;
        options.cancelled = cancelled;
        options.policy.language = language;
        Result<ConnectionDetail> detail = replay(*snapshot, id, fetch, options);
        if (!detail)
            return detail.error();
        if (second)
            if (const auto error = joinCapture(detail.value(), *second, secondFetch, options))
                return *error;
        return std::make_shared<const ConnectionDetail>(std::move(detail).value());
    };
    return source;
}

} // namespace synscope::ui
