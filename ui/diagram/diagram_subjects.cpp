// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_subjects.h"

#include <QCoreApplication>

#include <utility>

namespace synscope::ui {
namespace {

Error failure(const QString& sentence) {
    return Error{sentence.toStdString(), std::nullopt, std::nullopt};
}

} // namespace

Error nothingToExport() {
    return failure(
        QCoreApplication::translate("synscope::ui", "No connection is selected: there is nothing to export"));
}

Error exportCancelled() {
    return failure(QCoreApplication::translate("synscope::ui", "The export was cancelled"));
}

std::vector<std::span<const ConnectionId>> picturesOf(const DiagramSource& source, const DiagramWish& wish) {
    if (wish.sideBySide)
        return {source.connections};
    std::vector<std::span<const ConnectionId>> pictures;
    for (const ConnectionId& id : source.connections)
        pictures.emplace_back(&id, 1);
    return pictures;
}

DiagramSubjects::DiagramSubjects(const DiagramSource& source, const DiagramWish& wish)
    : m_source(source), m_wish(wish) {
    for (const IpAddress& address : source.addresses)
        m_addresses.learn(address);
}

Result<ChosenDiagram> DiagramSubjects::of(ConnectionId id) {
    if (m_wish.cancelled != nullptr && m_wish.cancelled->load())
        return exportCancelled();
    const auto detail = m_source.detailOf(id, m_wish.cancelled);
    if (!detail)
        return detail.error();
    if (!detail.value())
        return nothingToExport();
    return chooseDiagram(*detail.value(), m_wish.choice, m_addresses);
}

Result<std::vector<ChosenDiagram>> DiagramSubjects::together(std::span<const ConnectionId> ids) {
    std::vector<ChosenDiagram> all;
    for (const ConnectionId id : ids) {
        Result<ChosenDiagram> chosen = of(id);
        if (!chosen)
            return chosen.error();
        all.push_back(std::move(chosen).value());
    }
    return all;
}

} // namespace synscope::ui
