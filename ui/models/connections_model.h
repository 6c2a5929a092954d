// SPDX-License-Identifier: Apache-2.0
//
// The connections table as Qt's views want it: a snapshot and an index vector of its own. Order and filter
// are worked out on a worker; answers are applied here without a reset, so selection and scroll position
// stay. In natural order new connections are appended as they come; otherwise the order is made again at
// intervals while the capture loads. Grouped, some rows head a section of connections and are none themselves.
#pragma once

#include "ui/latest_job.h"
#include "ui/models/connection_columns.h"
#include "ui/models/connection_groups.h"
#include "ui/models/connection_order.h"
#include "ui/models/life_lanes.h"
#include "ui/view_state.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include <array>
#include <unordered_map>
#include <vector>

namespace synscope::ui {

/// What the delegate paints, made once for a row that is looked at.
struct RowContent {
    std::vector<QString> texts;                                ///< by column
    std::array<State, 2> states{State::Closed, State::Closed}; ///< the likeliest by Side
    std::array<bool, 2> isUndecided{};                         ///< the packets leave other states possible too
    LifeLanes lanes;
    AgeKind age = AgeKind::None;
    std::optional<Timestamp> resetAt; ///< the cross at the end of the lanes
};

class ConnectionsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Shows what `state` says and follows it.
    explicit ConnectionsModel(ViewState& state, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    /// Folded sections stay folded while they are there.
    void setGroupBy(GroupBy by);
    [[nodiscard]] GroupBy groupBy() const { return m_groupBy; }
    /// The section that the row heads; null for a connection's row. Valid until the model changes.
    [[nodiscard]] const ConnectionGroup* groupAt(int row) const;
    [[nodiscard]] bool isFolded(const ConnectionGroup& group) const { return m_folded.contains(group.key); }
    void setFolded(const ConnectionGroup& group, bool isFolded);
    void foldAll(bool isFolded);
    /// The row that heads the section of a row; -1 where nothing is grouped. Cost: the rows of the section.
    [[nodiscard]] int headingOf(int row) const;
    /// Rows that are connections: those shown and those of folded sections.
    [[nodiscard]] std::size_t connectionCount() const;

    /// kNoConnection for a row that heads a section, and beside the rows.
    [[nodiscard]] ConnectionId connectionAt(int row) const;
    /// -1 when it is not shown. Cost: the rows, unless the order is natural.
    [[nodiscard]] int rowOf(ConnectionId id) const;
    /// Valid until the next call or the next change of the model.
    [[nodiscard]] const RowContent& content(int row) const;
    [[nodiscard]] int sortColumn() const { return m_request.column; }
    [[nodiscard]] bool sortsDescending() const { return m_request.descending; }
    [[nodiscard]] bool isFiltered() const { return m_request.filter || m_request.timeRange; }
    /// An order is being worked out; the rows are still those of the one before.
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

Q_SIGNALS:
    void orderApplied(); ///< rows now answer the filter, time range and sort column asked for last

private:
    [[nodiscard]] QString doubtText(const QModelIndex& index) const;
    [[nodiscard]] bool isNaturalWanted() const { return m_request.isNatural() && m_groupBy == GroupBy::Nothing; }
    void onSnapshot();
    void onFilter();
    void rebuild();
    void rebuildSoon();
    void applyGrouped(GroupedOrder grouped, const SnapshotPtr& madeFrom);
    void applyFolds();
    [[nodiscard]] std::uint32_t entryAt(int row) const;
    [[nodiscard]] RowContent groupContent(const ConnectionGroup& group) const;
    void apply(Order order, const SnapshotPtr& madeFrom);
    void applyNatural();
    void permute(Order order);
    void setRowCount(std::size_t count);
    void appendNatural();
    void dropLetGo();
    void becomeNatural();
    void emitChangedRows(const Snapshot& before, const Snapshot& now);

    ViewState& m_state;
    SnapshotPtr m_snapshot; ///< what data() reads
    OrderRequest m_request; ///< what was asked for last; its snapshot is unused
    Order m_order;          ///< unused when m_isNatural
    GroupBy m_groupBy = GroupBy::Nothing;
    GroupedOrder m_grouped; ///< what m_order was made of; empty where nothing is grouped
    FoldedGroups m_folded;
    ConnectionIds m_natural; ///< the rows, when m_isNatural
    std::size_t m_count = 0; ///< of them, or of m_order
    bool m_isNatural = true;
    SnapshotPtr m_orderedFrom; ///< the snapshot the order was made from
    LatestJob m_job;
    QTimer m_again;
    QElapsedTimer m_sinceStart;
    qint64 m_lastCostMs = 0;
    mutable std::unordered_map<std::uint32_t, RowContent> m_contents; ///< bounded; by connection
};

} // namespace synscope::ui
