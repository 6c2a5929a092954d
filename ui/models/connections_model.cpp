// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connections_model.h"

#include "core/diagram/state_claims.h"
#include "ui/language/ui_language.h"
#include "ui/models/heading.h"

#include <QCoreApplication>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr std::size_t kContentsKept = 2048; // rows; several screens
constexpr qint64 kShortestPauseMs = 400;    // between two orders while loading

RowContent contentOf(const Snapshot& snapshot, ConnectionId id) {
    RowContent content;
    if (!snapshot.has(id)) { // let go since the order was made
        content.texts.resize(connectionColumns().size());
        return content;
    }
    const ConnectionRow& row = snapshot.row(id);
    for (const ConnectionColumn& column : connectionColumns())
        content.texts.push_back(column.text(snapshot, id));
    content.states = row.state;
    for (const Side side : {Side::Initiator, Side::Responder})
        content.isUndecided[static_cast<std::size_t>(side)] = !row.possibleOf(side).isCertain();
    content.lanes = lifeLanes(snapshot.transitionsOf(id), snapshot.end, content.isUndecided);
    content.age = ageOf(snapshot, id).kind;
    if (row.resetSeen)
        content.resetAt =
            std::max(stateSince(snapshot, row, Side::Initiator), stateSince(snapshot, row, Side::Responder));
    return content;
}

Order naturalOrder(const ConnectionIds& ids) {
    Order order;
    order.reserve(ids.size());
    for (const ConnectionId id : ids)
        order.push_back(indexOf(id));
    return order;
}

/// Whether a cell's tip repeats its text: what is often too long for its column, and times that are only drawn.
bool isTold(const ConnectionColumn& column) {
    switch (column.look) {
    case ColumnLook::Words:
    case ColumnLook::States:
    case ColumnLook::Life:
        return true;
    case ColumnLook::Numbers:
        return !column.rightAligned; // addresses
    case ColumnLook::Age:
        return false;
    }
    return false;
}

} // namespace

ConnectionsModel::ConnectionsModel(ViewState& state, QObject* parent)
    : QAbstractTableModel(parent), m_state(state), m_snapshot(state.snapshot()), m_orderedFrom(state.snapshot()) {
    m_natural = m_snapshot->connections();
    m_count = m_natural.size();
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ConnectionsModel::rebuild);
    connect(&state, &ViewState::snapshotChanged, this, &ConnectionsModel::onSnapshot);
    connect(&state, &ViewState::filterChanged, this, &ConnectionsModel::onFilter);
    connect(&state, &ViewState::timeRangeChanged, this, &ConnectionsModel::onFilter);
}

int ConnectionsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_count);
}

int ConnectionsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(connectionColumns().size());
}

/// What the states of a row may be besides the likeliest: a line a side; empty where they are certain.
QString ConnectionsModel::doubtText(const QModelIndex& index) const {
    const ConnectionId id = connectionAt(index.row());
    if (connectionColumns()[static_cast<std::size_t>(index.column())].look != ColumnLook::States || id == kNoConnection)
        return {};
    const ConnectionRow& row = m_snapshot->row(id);
    QStringList lines;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const std::string text = undecidedText(row.stateOf(side), row.possibleOf(side), spokenLanguage());
        if (!text.empty())
            lines << (side == Side::Initiator ? tr("Client: %1") : tr("Server: %1")).arg(QString::fromStdString(text));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant ConnectionsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return content(index.row()).texts[column];
    case Qt::ToolTipRole:
        if (const QString doubt = doubtText(index); !doubt.isEmpty())
            return doubt;
        if (const auto tip = connectionColumns()[column].cellTip; tip != nullptr)
            return tip(*m_snapshot, connectionAt(index.row()));
        return isTold(connectionColumns()[column]) ? content(index.row()).texts[column] : QString();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(connectionColumns()[column].rightAligned));
    default:
        return {};
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headingData(section, columnCount(), orientation, role, [](int position) {
        const ConnectionColumn& column = connectionColumns()[static_cast<std::size_t>(position)];
        return Heading{QCoreApplication::translate(kColumnContext, column.title),
                       QCoreApplication::translate(kColumnContext, column.tip), column.rightAligned};
    });
}

void ConnectionsModel::sort(int column, Qt::SortOrder order) {
    const bool descending = order == Qt::DescendingOrder;
    if (m_request.column == column && m_request.descending == descending)
        return;
    m_request.column = column < 0 ? OrderRequest::kNaturalOrder : column;
    m_request.descending = descending;
    rebuild();
}

ConnectionId ConnectionsModel::connectionAt(int row) const {
    if (row < 0 || static_cast<std::size_t>(row) >= m_count)
        return kNoConnection;
    const std::uint32_t entry = entryAt(row);
    return (entry & kGroupRow) != 0 ? kNoConnection : ConnectionId{entry};
}

/// The connection's number, or kGroupRow with the section's place.
std::uint32_t ConnectionsModel::entryAt(int row) const {
    const auto place = static_cast<std::size_t>(row);
    return m_isNatural ? indexOf(m_natural.at(place)) : m_order[place];
}

int ConnectionsModel::rowOf(ConnectionId id) const {
    if (m_isNatural)
        return m_natural.has(id) ? static_cast<int>(m_natural.rankOf(id)) : -1;
    const auto found = std::find(m_order.begin(), m_order.end(), indexOf(id));
    return found == m_order.end() ? -1 : static_cast<int>(found - m_order.begin());
}

const RowContent& ConnectionsModel::content(int row) const {
    const std::uint32_t entry = entryAt(row);
    const auto found = m_contents.find(entry);
    if (found != m_contents.end())
        return found->second;
    if (m_contents.size() >= kContentsKept)
        m_contents.clear();
    const ConnectionGroup* group = groupAt(row);
    return m_contents
        .emplace(entry, group != nullptr ? groupContent(*group) : contentOf(*m_snapshot, ConnectionId{entry}))
        .first->second;
}

void ConnectionsModel::onSnapshot() {
    const SnapshotPtr before = m_snapshot;
    const bool isAnotherCapture = m_state.snapshot()->size() < before->size();
    if (isAnotherCapture) {
        beginResetModel();
        m_job.cancel();
        m_snapshot = m_orderedFrom = m_state.snapshot();
        m_contents.clear();
        m_order.clear();
        m_grouped = {};
        m_folded.clear();
        m_isNatural = true;
        m_natural = m_snapshot->connections();
        m_count = m_natural.size();
        endResetModel();
    } else {
        m_snapshot = m_state.snapshot();
        m_contents.clear();
        emitChangedRows(*before, *m_snapshot);
    }
    if (!isNaturalWanted())
        rebuildSoon();
    else if (m_isNatural && m_snapshot->rows.from() > before->rows.from())
        dropLetGo();
    else if (m_isNatural)
        appendNatural();
}

void ConnectionsModel::onFilter() {
    m_request.filter = m_state.filter();
    m_request.timeRange = m_state.timeRange();
    rebuild();
}

void ConnectionsModel::rebuild() {
    m_again.stop();
    m_sinceStart.start();
    if (isNaturalWanted()) {
        m_job.cancel();
        applyNatural();
        return;
    }
    OrderRequest request = m_request;
    request.snapshot = m_snapshot;
    const auto work = [request, by = m_groupBy](const std::atomic<bool>& cancelled) -> std::optional<GroupedOrder> {
        std::optional<Order> order = orderedConnections(request, cancelled);
        return order ? groupedOrder(*request.snapshot, std::move(*order), by, cancelled) : std::nullopt;
    };
    m_job.start(work, [this, madeFrom = m_snapshot](std::optional<GroupedOrder> grouped) {
        m_lastCostMs = m_sinceStart.elapsed();
        if (grouped)
            applyGrouped(std::move(*grouped), madeFrom);
    });
}

/// Never more than a third of the time is spent on ordering while a capture loads.
void ConnectionsModel::rebuildSoon() {
    if (m_again.isActive() || m_job.isRunning())
        return;
    const bool isLast = m_snapshot->load.finished;
    m_again.start(isLast ? 0 : static_cast<int>(pauseAfter(m_lastCostMs, kShortestPauseMs)));
}

void ConnectionsModel::apply(Order order, const SnapshotPtr& madeFrom) {
    m_orderedFrom = madeFrom;
    if (order.size() > m_count)
        setRowCount(order.size());
    const bool isShrinking = order.size() < m_count;
    const std::size_t count = order.size();
    permute(std::move(order));
    if (isShrinking)
        setRowCount(count);
    Q_EMIT orderApplied();
    if (m_orderedFrom != m_snapshot)
        rebuildSoon();
}

void ConnectionsModel::applyNatural() {
    m_grouped = {};
    if (!m_isNatural)
        apply(naturalOrder(m_snapshot->connections()), m_snapshot);
    becomeNatural();
    appendNatural();
    Q_EMIT orderApplied();
}

/// The rows are those of m_order, which are in natural order.
void ConnectionsModel::becomeNatural() {
    m_isNatural = true;
    m_natural = m_snapshot->connections();
    m_order = Order();
    m_orderedFrom = m_snapshot;
}

/// In natural order the rows that a live capture has let go lie scattered among the oldest.
void ConnectionsModel::dropLetGo() {
    m_order = naturalOrder(m_natural);
    m_order.resize(m_count);
    m_isNatural = false;
    apply(naturalOrder(m_snapshot->connections()), m_snapshot);
    becomeNatural();
}

/// Rows appended here repeat the last connection until permute() puts the right ones everywhere.
void ConnectionsModel::setRowCount(std::size_t count) {
    if (count > m_count) {
        beginInsertRows({}, static_cast<int>(m_count), static_cast<int>(count) - 1);
        if (!m_isNatural)
            m_order.resize(count, 0U);
        m_count = count;
        endInsertRows();
    } else if (count < m_count) {
        beginRemoveRows({}, static_cast<int>(count), static_cast<int>(m_count) - 1);
        if (!m_isNatural)
            m_order.resize(count);
        m_count = count;
        endRemoveRows();
    }
}

/// `order` may be shorter than the rows: the rest keeps standing behind it until it is cut off.
void ConnectionsModel::permute(Order order) {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::unordered_map<std::uint32_t, int> rowOfConnection;
    for (const QModelIndex& index : before)
        rowOfConnection.emplace(entryAt(index.row()), -1);
    for (std::size_t i = 0; i < order.size() && !rowOfConnection.empty(); ++i)
        if (const auto found = rowOfConnection.find(order[i]); found != rowOfConnection.end())
            found->second = static_cast<int>(i);
    QModelIndexList after;
    for (const QModelIndex& index : before) {
        const int row = rowOfConnection[entryAt(index.row())];
        after += row < 0 ? QModelIndex() : createIndex(row, index.column());
    }
    order.resize(m_count, 0U);
    m_order = std::move(order);
    m_isNatural = false;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void ConnectionsModel::appendNatural() {
    const std::size_t count = m_snapshot->connections().size();
    m_natural = m_snapshot->connections();
    if (count > m_count)
        setRowCount(count);
}

void ConnectionsModel::emitChangedRows(const Snapshot& before, const Snapshot& now) {
    if (m_count == 0)
        return;
    if (!m_isNatural || before.end != now.end || before.policy != now.policy ||
        now.connectionsLetGo() > 0) { // ages and lanes move with the capture's clock
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_count) - 1, columnCount() - 1));
        return;
    }
    const std::size_t page = decltype(now.rows)::rowsPerPage();
    for (std::size_t p = 0; p * page < m_count; ++p) {
        if (before.rows.pageIdentity(p) == now.rows.pageIdentity(p))
            continue;
        const std::size_t last = std::min(m_count, (p + 1) * page) - 1;
        Q_EMIT dataChanged(index(static_cast<int>(p * page), 0), index(static_cast<int>(last), columnCount() - 1));
    }
}

} // namespace synscope::ui
