// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/socket_leaks_model.h"

#include "ui/format.h"
#include "ui/machine/machine_words.h"
#include "ui/theme.h"

#include <algorithm>
#include <array>

namespace synscope::ui {
namespace {

using Kind = LiveColumn::Kind;
constexpr const char* kContext = "synscope::ui::SocketLeaksModel";
constexpr std::array<LiveColumn, 8> kColumns{{
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Peer"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Who closed"), Kind::Address},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "State"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Of this machine's end"), Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Age"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel",
                       "How long the close has been owed, as hours:minutes:seconds; ≥: it was there before"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Unread"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel",
                       "The receive queue: bytes that the program has not read, and 1 for an end it has not seen"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Unsent"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "The send queue: bytes that the peer has not acknowledged"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Last sent"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "When this machine last sent data (UTC)"), Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Last received"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "When data of the peer last came (UTC)"), Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Cause"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketLeaksModel", "Why the close is owed, as far as the kernel tells"),
     Kind::Words},
}};

QString toQString(const std::string& text) {
    return QString::fromStdString(text);
}

QString clockOrNone(Timestamp now, const std::optional<Duration>& since) {
    return since ? clockText(now - *since) : QString(QChar(0x2013));
}

} // namespace

SocketLeaksModel::SocketLeaksModel(QObject* parent) : LiveRowsModel(kColumns, kContext, parent) {}

void SocketLeaksModel::setGroup(MachineViewPtr view, std::uint32_t group) {
    std::vector<std::uint32_t> leaks = view ? view->leaks.leaksOf(group) : std::vector<std::uint32_t>{};
    std::vector<std::uint32_t> ended = view ? view->leaks.endedOf(group) : std::vector<std::uint32_t>{};
    std::ranges::reverse(ended);
    replaceRows(static_cast<int>(leaks.size() + ended.size()), [&] {
        m_view = std::move(view);
        m_leaks = std::move(leaks);
        m_ended = std::move(ended);
    });
}

const SocketLeak* SocketLeaksModel::leak(int row) const {
    const auto position = static_cast<std::size_t>(row);
    return position < m_leaks.size() ? &m_view->leaks.leaks[m_leaks[position]] : nullptr;
}

const EndedLeak& SocketLeaksModel::ended(int row) const {
    return m_view->leaks.ended[m_ended[static_cast<std::size_t>(row) - m_leaks.size()]];
}

QString SocketLeaksModel::sentenceAt(int row) const {
    const SocketLeak* const shown = leak(row);
    return shown != nullptr ? leakSentence(*m_view, *shown) : endedSentence(ended(row));
}

const MachineSocket* SocketLeaksModel::socketAt(int row) const {
    const SocketLeak* const shown = leak(row);
    return shown == nullptr ? nullptr : &shown->owed.socket;
}

SocketLeaksModel::Key SocketLeaksModel::keyAt(int row) const {
    const SocketLeak* const shown = leak(row);
    if (shown == nullptr)
        return {ended(row).peer, m_ended[static_cast<std::size_t>(row) - m_leaks.size()]};
    const MachineSocket& socket = shown->owed.socket;
    return {socket.peer, socket.cookie != 0 ? socket.cookie : socket.inode};
}

int SocketLeaksModel::rowOf(const Key& key) const {
    for (int row = 0; row < rowCount(); ++row)
        if (keyAt(row) == key)
            return row;
    return -1;
}

QString SocketLeaksModel::text(const SocketLeak& leak, int column) const {
    const MachineSocket& socket = leak.owed.socket;
    const bool isGhost = leak.owed.isGhost();
    const QString none(QChar(0x2013));
    switch (column) {
    case Peer:
        return socket.peer == SocketAddress{} ? tr("descriptor %1").arg(leak.owed.descriptor)
                                              : toQString(toText(socket.peer));
    case OwnState:
        return isGhost ? tr("gone") : QStringLiteral("CLOSE_WAIT");
    case Age:
        return ageLabel(m_view->leaks.end - leak.since, leak.isOlder);
    case Unread:
        return isGhost ? none : groupedNumber(socket.receiveQueue);
    case Unsent:
        return isGhost ? none : groupedNumber(socket.sendQueue);
    case LastSent:
        return clockOrNone(m_view->reading.time, socket.sinceSent);
    case LastReceived:
        return clockOrNone(m_view->reading.time, socket.sinceReceived);
    case Cause:
        return causeLabel(*m_view, leak);
    default:
        return {};
    }
}

QString SocketLeaksModel::text(const EndedLeak& leak, int column) {
    switch (column) {
    case Peer:
        return toQString(toText(leak.peer));
    case OwnState:
        return tr("ended");
    case Age:
        return ageLabel(leak.lasted(), leak.isOlder);
    case Cause:
        return tr("until %1").arg(clockText(leak.ended));
    default:
        return QString(QChar(0x2013));
    }
}

QVariant SocketLeaksModel::ink(int row, int column) const {
    const SocketLeak* const shown = leak(row);
    if (shown == nullptr)
        return colour(Ink::MutedText, theme());
    if ((column == OwnState || column == Age) && shown->owed.cause != OwedCause::StillSending)
        return colour(Ink::Attention, theme());
    return {};
}

QVariant SocketLeaksModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SocketLeak* const shown = leak(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown != nullptr ? text(*shown, index.column()) : text(ended(index.row()), index.column());
    case Qt::ToolTipRole:
        return sentenceAt(index.row());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(index.column()));
    case Qt::FontRole:
        return fontOf(index.column());
    case Qt::ForegroundRole:
        return ink(index.row(), index.column());
    default:
        return {};
    }
}

} // namespace synscope::ui
