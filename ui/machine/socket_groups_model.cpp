// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/socket_groups_model.h"

#include "ui/format.h"
#include "ui/machine/machine_words.h"
#include "ui/models/leak_view.h"
#include "ui/theme.h"

#include <array>

namespace synscope::ui {
namespace {

using Kind = LiveColumn::Kind;
constexpr const char* kContext = "synscope::ui::SocketGroupsModel";
constexpr std::array<LiveColumn, 9> kColumns{{
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Owes the close"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel",
                       "The listener, or the client and its server where the client owes"),
     Kind::Address},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Process"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "The program that holds the sockets, and its number"),
     Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "User"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Whose sockets these are"), Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Owed"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Sockets in CLOSE_WAIT now, and descriptors left over"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Growth"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel",
                       "Closes owed more a minute: the straight line through the counts of the readings"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Oldest"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel",
                       "How long the oldest has been owed, as hours:minutes:seconds; ≥: it was there before"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Cause"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Why most of them are owed, as far as the kernel tells"),
     Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Descriptors"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel",
                       "How many the process has open of how many it may, or when they run out at this rate"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Ended"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketGroupsModel", "Leaks that ended while synscope watched"), Kind::Number},
}};

} // namespace

SocketGroupsModel::SocketGroupsModel(QObject* parent) : LiveRowsModel(kColumns, kContext, parent) {}

void SocketGroupsModel::setView(MachineViewPtr view) {
    const int rows = view ? static_cast<int>(view->leaks.groups.size()) : 0;
    replaceRows(rows, [&] { m_view = std::move(view); });
}

int SocketGroupsModel::rowOf(std::uint32_t groupId) const {
    for (int row = 0; row < rowCount(); ++row)
        if (group(row).id == groupId)
            return row;
    return -1;
}

QString SocketGroupsModel::text(const SocketLeakGroup& group, int column) const {
    const QString none(QChar(0x2013));
    switch (column) {
    case Owner:
        return group.ownerListens || group.isGhosts ? groupName(group) : tr("%1 (client)").arg(groupName(group));
    case Process:
        return processText(group);
    case User:
        return userText(group.userName, group.uid);
    case Owed:
        return groupedNumber(group.owed);
    case Growth:
        return growthLabel(group.perMinute);
    case Oldest:
        return group.owed == 0 ? none : ageLabel(m_view->leaks.end - group.oldest, group.isOldestOlder);
    case Cause:
        return group.owed == 0 ? none : causeWord(group.mainCause());
    case Room:
        return roomLabel(group);
    case Ended:
        return group.ended == 0 ? none : groupedNumber(group.ended);
    default:
        return {};
    }
}

QString SocketGroupsModel::tip(const SocketLeakGroup& group, int column) const {
    if (column == Process || column == User)
        return processTip(group);
    return owesSentence(*m_view, group) + QLatin1Char('\n') + trendSentence(*m_view, group);
}

QVariant SocketGroupsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SocketLeakGroup& shown = group(index.row());
    const bool isOwed = index.column() == Owed && shown.owed > shown.inUse;
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, index.column());
    case Qt::ToolTipRole:
        return tip(shown, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(index.column()));
    case Qt::FontRole:
        return isOwed ? strongNumbers() : fontOf(index.column());
    case Qt::ForegroundRole:
        return isOwed ? QVariant(colour(Ink::Attention, theme())) : QVariant();
    default:
        return {};
    }
}

} // namespace synscope::ui
