// SPDX-License-Identifier: Apache-2.0
//
// The headings of the connections table: quiet text, an arrow at the column it is sorted by, and over the
// life column the time axis that all lanes share, with its marks.
#pragma once

#include <QHeaderView>

namespace synscope::ui {

class ConnectionsModel;
class TimeAxis;
class ViewState;

class ConnectionsHeader : public QHeaderView {
    Q_OBJECT

public:
    ConnectionsHeader(const ConnectionsModel& model, const ViewState& state, const TimeAxis& axis,
                      QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    /// Where the axis is, marks and their texts, in the viewport: its left and right are those of the lanes below.
    /// Empty where the column is hidden.
    [[nodiscard]] QRect axisRect() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;

private:
    void paintStretch(QPainter& painter, const QRect& box) const;
    void paintAxis(QPainter& painter, const QRect& axis) const;

    const ConnectionsModel& m_model;
    const ViewState& m_state;
    const TimeAxis& m_axis;
};

} // namespace synscope::ui
