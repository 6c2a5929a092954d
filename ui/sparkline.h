// SPDX-License-Identifier: Apache-2.0
//
// A small chart of one number over the capture, as steps, with its highest value and the ends of its time in words. In
// the calm colour of openings; holds numbers only.
#pragma once

#include "core/store/count_over_time.h"
#include "ui/view_state.h"

#include <QWidget>

#include <cstdint>
#include <vector>

namespace synscope::ui {

class Sparkline : public QWidget {
    Q_OBJECT
public:
    /// `title` stands above it and is for screen readers, too.
    Sparkline(const ViewState& state, const QString& title, QWidget* parent = nullptr);

    void setCounts(std::vector<std::uint32_t> counts, const SampleTimes& samples);
    [[nodiscard]] const std::vector<std::uint32_t>& counts() const { return m_counts; }
    /// "17:02:11: 5" at a place of the widget; empty beside the chart.
    [[nodiscard]] QString tipAt(const QPointF& place) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF chartRect() const;

    const ViewState& m_state;
    QString m_title;
    std::vector<std::uint32_t> m_counts;
    SampleTimes m_samples;
    std::uint32_t m_highest = 0;
};

} // namespace synscope::ui
