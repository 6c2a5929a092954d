// SPDX-License-Identifier: Apache-2.0
#include "ui/models/owed_closes_model.h"

#include "ui/format.h"
#include "ui/language/ui_language.h"
#include "ui/models/heading.h"
#include "ui/theme.h"

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr bool isRightAligned(int column) {
    return column >= OwedClosesModel::Age && column <= OwedClosesModel::Unacked;
}

constexpr bool isWords(int column) {
    return column == OwedClosesModel::OwnState || column == OwedClosesModel::Cause;
}

/// Of a queue, of which packets tell nothing.
QString numberOrNone(const std::optional<std::uint32_t>& number) {
    return number ? groupedNumber(*number) : QString(QChar(0x2013));
}

QString clockOrNone(const std::optional<Timestamp>& time) {
    return time ? clockText(*time) : QString(QChar(0x2013));
}

} // namespace

void OwedClosesModel::setGroup(LeakViewPtr view, std::uint32_t group) {
    beginResetModel();
    m_view = std::move(view);
    m_entries = m_view ? m_view->ledger.entriesOf(group) : std::vector<std::uint32_t>{};
    endResetModel();
}

void OwedClosesModel::setLook(Theme theme, const QFont& numbers) {
    m_theme = theme;
    m_numbers = numbers;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const LedgerEntry& OwedClosesModel::entry(int row) const {
    return m_view->ledger.entries[m_entries[static_cast<std::size_t>(row)]];
}

ConnectionId OwedClosesModel::connectionAt(int row) const {
    return entry(row).connection;
}

QString OwedClosesModel::sentenceAt(int row) const {
    return QString::fromStdString(owedSentence(m_view->owed(entry(row)), spokenLanguage()));
}

int OwedClosesModel::rowOf(ConnectionId connection) const {
    for (int row = 0; row < rowCount(); ++row)
        if (entry(row).connection == connection)
            return row;
    return -1;
}

int OwedClosesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int OwedClosesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString OwedClosesModel::text(const OwedClose& owed, int column) {
    const std::string_view state = toShortText(owed.likeliest);
    switch (column) {
    case Peer:
        return QString::fromStdString(toText(owed.peer));
    case OwnState:
        return QString::fromLatin1(state.data(), static_cast<qsizetype>(state.size())) +
               (owed.isPerhaps ? QStringLiteral("?") : QString());
    case Age:
        return (owed.ageIsLowerBound ? QStringLiteral("≥ ") : QString()) + ageText(owed.age);
    case LastSent:
        return clockOrNone(owed.ownersLastData);
    case LastReceived:
        return clockOrNone(owed.peersLastData);
    case Sent:
        return byteCount(owed.ownersBytes);
    case Received:
        return byteCount(owed.peersBytes);
    case Unread:
        return numberOrNone(owed.receiveQueue);
    case Unacked:
        return numberOrNone(owed.sendQueue);
    case Cause:
        return causeLabel(owed);
    default:
        return {};
    }
}

QVariant OwedClosesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LedgerEntry& shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(m_view->owed(shown), index.column());
    case Qt::ToolTipRole:
        return sentenceAt(index.row());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(isRightAligned(index.column())));
    case Qt::FontRole:
        return isWords(index.column()) ? QVariant() : QVariant(m_numbers);
    case Qt::ForegroundRole:
        if ((index.column() == OwnState || index.column() == Age) && !shown.isInUse && !shown.isStuck &&
            !shown.isPerhaps)
            return colour(Ink::Attention, m_theme);
        return {};
    default:
        return {};
    }
}

QVariant OwedClosesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const QString titles[]{tr("Peer"), tr("State"),    tr("Age"),    tr("Last sent"), tr("Last received"),
                           tr("Sent"), tr("Received"), tr("Unread"), tr("Unsent"),    tr("Cause")};
    const QString tips[]{tr("Who closed"),
                         tr("Of who owes the close; with a question mark: the packets do not decide"),
                         tr("How long the close has been owed, as hours:minutes:seconds"),
                         tr("When data of who owes the close was last seen (UTC)"),
                         tr("When data of the peer was last seen (UTC)"),
                         tr("Data of who owes the close"),
                         tr("Data of the peer"),
                         tr("The receive queue: bytes that the program has not read, and 1 for an end it has not seen"),
                         tr("The send queue: bytes that the peer has not acknowledged"),
                         tr("Why the close is owed, as packets and the kernel's socket table tell")};
    return headingData(section, ColumnCount, orientation, role, [&](int column) {
        return Heading{titles[column], tips[column], isRightAligned(column)};
    });
}

} // namespace synscope::ui
