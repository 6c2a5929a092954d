// SPDX-License-Identifier: Apache-2.0
//
// Paints the cells of the connections table from what the model prepared: texts, two chips for the states,
// two lanes for the life, the age. The lanes of all rows lie on one axis of time.
#pragma once

#include "core/tcp/state.h"

#include <QStyledItemDelegate>

namespace synscope::ui {

class ConnectionsModel;
class TimeAxis;
class ViewState;
struct RowContent;
struct ConnectionColumn;

/// px at zoom 1.
inline constexpr int kCellPaddingPx = 12;
inline constexpr int kRowHeightPx = 26;

/// Wide enough for two chips with the longest state name.
[[nodiscard]] int statesColumnWidth(double zoom);

class ConnectionDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    ConnectionDelegate(const ConnectionsModel& model, const ViewState& state, const TimeAxis& axis,
                       QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintBackground(QPainter& painter, const QStyleOptionViewItem& option) const;
    void paintText(QPainter& painter, const QRect& cell, const RowContent& content, int column) const;
    void paintChips(QPainter& painter, const QRect& cell, const RowContent& content) const;
    void paintChip(QPainter& painter, const QRectF& chip, State state, bool isUndecided) const;
    void paintDoubt(QPainter& painter, const QRectF& chip, State state) const;
    void paintLife(QPainter& painter, const QRect& cell, const RowContent& content) const;
    void paintMark(QPainter& painter, const QRect& cell) const;
    void paintCross(QPainter& painter, double x, double y) const;
    [[nodiscard]] double px(double atZoomOne) const;

    const ConnectionsModel& m_model;
    const ViewState& m_state;
    const TimeAxis& m_axis;
};

} // namespace synscope::ui
