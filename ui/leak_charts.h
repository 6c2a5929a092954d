// SPDX-License-Identifier: Apache-2.0
//
// Two small charts of one group of the leak ledger: how many closes were owed at each moment, and for how long those of
// the end have been. Vermilion is owed; ages too young for a leak are pale and dashed. They hold numbers only.
#pragma once

#include "core/store/leak_ledger.h"
#include "ui/view_state.h"

#include <QWidget>

#include <array>
#include <vector>

namespace synscope::ui {

/// Closes owed over the capture, as steps.
class OwedOverTimeChart : public QWidget {
    Q_OBJECT
public:
    explicit OwedOverTimeChart(const ViewState& state, QWidget* parent = nullptr);

    /// A count for each of the samples; none: nothing is known.
    void setCounts(std::vector<std::uint32_t> counts, const SampleTimes& samples);
    [[nodiscard]] const std::vector<std::uint32_t>& counts() const { return m_counts; }
    /// "17:02:11 5 owed" at a place of the widget; empty beside the chart.
    [[nodiscard]] QString tipAt(const QPointF& place) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF chartRect() const;
    void paintAxis(QPainter& painter, const QRectF& chart) const;

    const ViewState& m_state;
    std::vector<std::uint32_t> m_counts;
    SampleTimes m_samples;
    std::uint32_t m_highest = 0;
};

/// Closes owed at the end, by age.
class OwedByAgeChart : public QWidget {
    Q_OBJECT
public:
    using Ages = std::array<std::uint64_t, kAgeStepNames.size()>;
    explicit OwedByAgeChart(const ViewState& state, QWidget* parent = nullptr);

    /// `leakFrom` is the first step that is a leak.
    void setAges(const Ages& ages, std::size_t leakFrom);
    [[nodiscard]] const Ages& ages() const { return m_ages; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintBounds(QPainter& painter, const QRectF& plot, double columnPx) const;
    void paintBar(QPainter& painter, const QRectF& column, std::size_t step, double share) const;

    const ViewState& m_state;
    Ages m_ages{};
    std::size_t m_leakFrom = 0;
};

} // namespace synscope::ui
