// SPDX-License-Identifier: Apache-2.0
//
// What small charts of counts over time share: which count is where, and tips.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <functional>
#include <optional>

class QEvent;
class QWidget;

namespace synscope::ui {

/// Which of so many counts, drawn as steps of equal width, stands at a place; empty beside the chart.
[[nodiscard]] std::optional<std::size_t> countAt(const QRectF& chart, std::size_t counts, const QPointF& place);

/// Shows what `tipAt` says of the place that the event asks about; false where it is another event.
[[nodiscard]] bool showTip(QEvent& event, QWidget& chart, const std::function<QString(const QPointF&)>& tipAt);

} // namespace synscope::ui
