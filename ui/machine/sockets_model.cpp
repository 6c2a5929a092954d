// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/sockets_model.h"

#include "ui/format.h"
#include "ui/machine/machine_words.h"
#include "ui/theme.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace synscope::ui {
namespace {

using Kind = LiveColumn::Kind;
constexpr const char* kContext = "synscope::ui::SocketsModel";
constexpr std::array<LiveColumn, 10> kColumns{{
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "State"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Of this machine's end"), Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Local"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "This machine's address and port"), Kind::Address},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Peer"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "The other end's address and port"), Kind::Address},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Process"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel",
                       "The oldest program that holds the socket, and its number; + how many more do"),
     Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "User"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Whose socket it is"), Kind::Words},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Unread"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel",
                       "The receive queue: bytes not read; of a listener, connections that wait to be accepted"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Unsent"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel",
                       "The send queue: bytes not acknowledged; of a listener, how many connections may wait"),
     Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Last sent"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "When this machine last sent data (UTC)"), Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Last received"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "When data of the peer last came (UTC)"), Kind::Number},
    {QT_TRANSLATE_NOOP("synscope::ui::SocketsModel", "Packets say"),
     QT_TRANSLATE_NOOP("synscope::ui::SocketsModel",
                       "The state that the captured packets show of this end, and the connection's number"),
     Kind::Words},
}};

/// Where a state stands in the table: what may be a fault first, then what lives, then what only waits.
int rankOf(State state) {
    constexpr std::array<State, kStateCount> kOrder{
        State::CloseWait, State::SynSent,     State::SynReceived, State::FinWait1, State::Closing, State::LastAck,
        State::FinWait2,  State::Established, State::Listen,      State::TimeWait, State::Closed,  State::Unknown};
    return static_cast<int>(std::ranges::find(kOrder, state) - kOrder.begin());
}

bool comesFirst(const MachineReading& reading, const MachineSocket& a, const MachineSocket& b, int column) {
    const auto number = [&](const MachineSocket& socket) {
        const MachineProcess* const process = reading.processOf(socket);
        return process == nullptr ? std::tuple(std::string_view("\xff"), -1)
                                  : std::tuple(std::string_view(process->name), process->pid);
    };
    switch (column) {
    case SocketsModel::Local:
        return a.local < b.local;
    case SocketsModel::Peer:
        return a.peer < b.peer;
    case SocketsModel::Process:
        return number(a) < number(b);
    case SocketsModel::User:
        return a.uid < b.uid;
    case SocketsModel::Unread:
        return a.receiveQueue < b.receiveQueue;
    case SocketsModel::Unsent:
        return a.sendQueue < b.sendQueue;
    case SocketsModel::LastSent:
        return a.sinceSent.value_or(Duration::max()) > b.sinceSent.value_or(Duration::max());
    case SocketsModel::LastReceived:
        return a.sinceReceived.value_or(Duration::max()) > b.sinceReceived.value_or(Duration::max());
    default:
        return rankOf(a.state) < rankOf(b.state);
    }
}

/// What stays apart first, then what was captured, then what was not.
std::pair<int, std::uint32_t> rank(const JoinedSocket& packets) {
    const bool isCaptured = packets.connection != kNoConnection;
    return {packets.isApart ? 0 : isCaptured ? 1 : 2, isCaptured ? indexOf(packets.connection) : 0};
}

QString stateText(State state) {
    const std::string_view text = toShortText(state);
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

SocketsModel::SocketsModel(QObject* parent) : LiveRowsModel(kColumns, kContext, parent) {}

void SocketsModel::setView(MachineViewPtr view, std::vector<JoinedSocket> packets) {
    arrange(std::move(view), std::move(packets));
}

void SocketsModel::setWords(const QStringList& words) {
    m_words = words;
    arrange(m_view, m_packets);
}

void SocketsModel::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_order = order;
    arrange(m_view, m_packets);
}

void SocketsModel::arrange(MachineViewPtr view, std::vector<JoinedSocket> packets) {
    std::vector<std::uint32_t> rows = view ? positionsIn(view->reading, packets) : std::vector<std::uint32_t>{};
    replaceRows(static_cast<int>(rows.size()), [&] {
        m_view = std::move(view);
        m_packets = std::move(packets);
        m_rows = std::move(rows);
    });
}

/// Equal rows stay in the order of their addresses, so that they do not jump from reading to reading.
std::vector<std::uint32_t> SocketsModel::positionsIn(const MachineReading& reading,
                                                     const std::vector<JoinedSocket>& packets) const {
    std::vector<std::uint32_t> rows(reading.sockets.size());
    std::iota(rows.begin(), rows.end(), 0U);
    if (!m_words.isEmpty())
        std::erase_if(rows, [&](std::uint32_t row) { return !matches(reading, reading.sockets[row]); });
    std::ranges::sort(rows, [&](std::uint32_t left, std::uint32_t right) {
        const MachineSocket& a = reading.sockets[m_order == Qt::AscendingOrder ? left : right];
        const MachineSocket& b = reading.sockets[m_order == Qt::AscendingOrder ? right : left];
        if (m_sortColumn == Packets && !packets.empty() && rank(packets[left]) != rank(packets[right]))
            return (rank(packets[left]) < rank(packets[right])) == (m_order == Qt::AscendingOrder);
        if (comesFirst(reading, a, b, m_sortColumn))
            return true;
        if (comesFirst(reading, b, a, m_sortColumn))
            return false;
        return std::tie(a.local, a.peer, a.netNamespace) < std::tie(b.local, b.peer, b.netNamespace);
    });
    return rows;
}

bool SocketsModel::matches(const MachineReading& reading, const MachineSocket& socket) const {
    QString all;
    for (const int column : {OwnState, Local, Peer, Process, User})
        all += text(reading, socket, column) + QLatin1Char('\n');
    return std::ranges::all_of(m_words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

int SocketsModel::rowOf(const MachineSocket& socket) const {
    const auto key = [](const MachineSocket& s) { return std::tie(s.local, s.peer, s.netNamespace, s.cookie); };
    const auto found = std::ranges::find_if(
        m_rows, [&](std::uint32_t row) { return key(m_view->reading.sockets[row]) == key(socket); });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

JoinedSocket SocketsModel::packets(int row) const {
    const std::uint32_t position = m_rows[static_cast<std::size_t>(row)];
    return position < m_packets.size() ? m_packets[position] : JoinedSocket{};
}

QString SocketsModel::packetsText(int row) const {
    const JoinedSocket packets = this->packets(row);
    if (socket(row).state == State::Listen || m_packets.empty())
        return QString(QChar(0x2013));
    if (!packets.hasPackets)
        return tr("none yet: from the socket table");
    const QString state = stateText(packets.packetsSay) + (packets.isUndecided ? QStringLiteral("?") : QString());
    const QString text = tr("%1, connection %2").arg(state).arg(indexOf(packets.connection));
    return packets.isApart ? QStringLiteral("⚠ ") + text : text;
}

const MachineSocket& SocketsModel::socket(int row) const {
    return m_view->reading.sockets[m_rows[static_cast<std::size_t>(row)]];
}

QString SocketsModel::text(const MachineReading& reading, const MachineSocket& socket, int column) {
    const auto clock = [&](const std::optional<Duration>& since) {
        return since ? clockText(reading.time - *since) : QString(QChar(0x2013));
    };
    const bool listens = socket.state == State::Listen;
    switch (column) {
    case OwnState:
        return stateText(socket.state);
    case Local:
        return QString::fromStdString(toText(socket.local));
    case Peer:
        return listens ? QString(QChar(0x2013)) : QString::fromStdString(toText(socket.peer));
    case Process:
        return processText(reading, socket);
    case User:
        return userText(reading.userName(socket.uid), socket.uid);
    case Unread:
        return groupedNumber(socket.receiveQueue);
    case Unsent:
        return groupedNumber(listens ? socket.backlogLimit.value_or(0) : socket.sendQueue);
    case LastSent:
        return clock(socket.sinceSent);
    case LastReceived:
        return clock(socket.sinceReceived);
    default:
        return {};
    }
}

QVariant SocketsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MachineSocket& shown = socket(index.row());
    const bool isState = index.column() == OwnState;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Packets ? packetsText(index.row()) : text(m_view->reading, shown, index.column());
    case Qt::DecorationRole:
        return isState ? QVariant(colour(shown.state, theme())) : QVariant();
    case Qt::ToolTipRole:
        if (const JoinedSocket joined = packets(index.row()); joined.isApart)
            return QString::fromStdString(apartSentence(shown.state, joined.packetsSay));
        return processTip(m_view->reading, shown);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(index.column()));
    case Qt::FontRole:
        return fontOf(index.column());
    case Qt::ForegroundRole:
        if (index.column() == Packets && packets(index.row()).isApart)
            return colour(Ink::Reset, theme());
        return isState && shown.state == State::CloseWait ? QVariant(colour(Ink::Attention, theme())) : QVariant();
    default:
        return {};
    }
}

} // namespace synscope::ui
