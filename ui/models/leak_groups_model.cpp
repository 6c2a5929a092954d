// SPDX-License-Identifier: Apache-2.0
#include "ui/models/leak_groups_model.h"

#include "ui/format.h"
#include "ui/models/heading.h"
#include "ui/theme.h"

namespace synscope::ui {
namespace {

constexpr bool isNumber(int column) {
    return column != LeakGroupsModel::Owner && column != LeakGroupsModel::Process;
}

} // namespace

void LeakGroupsModel::setView(LeakViewPtr view) {
    beginResetModel();
    m_view = std::move(view);
    endResetModel();
}

void LeakGroupsModel::setLook(Theme theme, const QFont& numbers, const QFont& strongNumbers) {
    m_theme = theme;
    m_numbers = numbers;
    m_strongNumbers = strongNumbers;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int LeakGroupsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_view ? 0 : static_cast<int>(m_view->ledger.groups.size());
}

int LeakGroupsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString LeakGroupsModel::text(const LeakGroup& group, int column) const {
    const QString none(QChar(0x2013));
    switch (column) {
    case Owner:
        return group.ownerListens() ? groupName(group) : tr("%1 (client)").arg(groupName(group));
    case Process:
        return processText(group);
    case Owed:
        return groupedNumber(group.owed);
    case Perhaps:
        return group.perhaps == 0 ? none : groupedNumber(group.perhaps);
    case Growth:
        return growthLabel(group.perMinute);
    case Oldest:
        return group.owed == 0 ? none : ageText(m_view->ledger.end - group.oldest);
    case Ended:
        return group.ended == 0 ? none : groupedNumber(group.ended);
    default:
        return {};
    }
}

QVariant LeakGroupsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LeakGroup& group = m_view->ledger.groups[static_cast<std::size_t>(index.row())];
    const bool isOwed = index.column() == Owed && group.owed > group.harmless();
    switch (role) {
    case Qt::DisplayRole:
        return text(group, index.column());
    case Qt::ToolTipRole:
        return owesSentence(*m_view, group) + QLatin1Char('\n') + trendSentence(*m_view, group);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(isNumber(index.column())));
    case Qt::FontRole:
        return isOwed ? m_strongNumbers : m_numbers;
    case Qt::ForegroundRole:
        return isOwed ? QVariant(colour(Ink::Attention, m_theme)) : QVariant();
    default:
        return {};
    }
}

QVariant LeakGroupsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const QString titles[]{tr("Owes the close"), tr("Process"), tr("Owed"), tr("Perhaps"),
                           tr("Growth"),         tr("Oldest"),  tr("Ended")};
    const QString tips[]{tr("The listener, or the client and its server where the client owes"),
                         tr("The program that holds the sockets, and its number, as far as the kernel tells"),
                         tr("Connections in CLOSE_WAIT at the end of the capture"),
                         tr("Beside these, those where the packets leave other states possible too"),
                         tr("Closes owed more a minute: the straight line through the counts over time"),
                         tr("How long the oldest has been owed, as hours:minutes:seconds"),
                         tr("Leaks that ended before the capture did")};
    return headingData(section, ColumnCount, orientation, role, [&](int column) {
        return Heading{titles[column], tips[column], isNumber(column)};
    });
}

} // namespace synscope::ui
