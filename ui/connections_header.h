// SPDX-License-Identifier: Apache-2.0
//
// The headings of the connections table: quiet text, an arrow at the column it is sorted by, and over the
// life column the time axis that all lanes share.
#pragma once

#include <QHeaderView>

namespace synscope::ui {

class ConnectionsModel;
class ViewState;

class ConnectionsHeader : public QHeaderView {
    Q_OBJECT

public:
    ConnectionsHeader(const ConnectionsModel& model, const ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;

private:
    void paintAxis(QPainter& painter, const QRect& box) const;

    const ConnectionsModel& m_model;
    const ViewState& m_state;
};

} // namespace synscope::ui
