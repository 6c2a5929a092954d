// SPDX-License-Identifier: Apache-2.0
//
// What the connections' model does for sections: grouping, folding, and the rows that head them.
#include "ui/format.h"
#include "ui/models/connections_model.h"

#include <utility>

namespace synscope::ui {

void ConnectionsModel::setGroupBy(GroupBy by) {
    if (m_groupBy == by)
        return;
    m_groupBy = by;
    m_folded.clear();
    rebuild();
}

const ConnectionGroup* ConnectionsModel::groupAt(int row) const {
    if (m_isNatural || row < 0 || static_cast<std::size_t>(row) >= m_count)
        return nullptr;
    const std::uint32_t entry = entryAt(row);
    const std::size_t place = entry & ~kGroupRow;
    return (entry & kGroupRow) != 0 && place < m_grouped.groups.size() ? &m_grouped.groups[place] : nullptr;
}

void ConnectionsModel::setFolded(const ConnectionGroup& group, bool isFolded) {
    const bool hasChanged = isFolded ? m_folded.insert(group.key).second : m_folded.erase(group.key) > 0;
    if (hasChanged)
        applyFolds();
}

void ConnectionsModel::foldAll(bool isFolded) {
    m_folded.clear();
    if (isFolded)
        for (const ConnectionGroup& group : m_grouped.groups)
            m_folded.insert(group.key);
    applyFolds();
}

int ConnectionsModel::headingOf(int row) const {
    if (m_grouped.groups.empty())
        return -1;
    while (row >= 0 && groupAt(row) == nullptr)
        --row;
    return row;
}

std::size_t ConnectionsModel::connectionCount() const {
    return m_grouped.groups.empty() ? m_count : m_grouped.order.size();
}

/// Until permute() is done, rows of sections that are gone head nothing.
void ConnectionsModel::applyGrouped(GroupedOrder grouped, const SnapshotPtr& madeFrom) {
    Order rows = rowsOf(grouped, m_folded);
    m_grouped = std::move(grouped);
    m_contents.clear();
    apply(std::move(rows), madeFrom);
}

void ConnectionsModel::applyFolds() {
    if (!m_grouped.groups.empty())
        apply(rowsOf(m_grouped, m_folded), m_orderedFrom);
}

RowContent ConnectionsModel::groupContent(const ConnectionGroup& group) const {
    RowContent content;
    const QString text =
        tr("%1: %2 connections, %3 in CLOSE_WAIT")
            .arg(groupName(group, m_groupBy), groupedNumber(group.count), groupedNumber(group.inCloseWait));
    content.texts.assign(connectionColumns().size(), text);
    content.states.fill(group.worst);
    return content;
}

} // namespace synscope::ui
