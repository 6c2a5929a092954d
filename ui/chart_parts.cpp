// SPDX-License-Identifier: Apache-2.0
#include "ui/chart_parts.h"

#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>

namespace synscope::ui {

std::optional<std::size_t> countAt(const QRectF& chart, std::size_t counts, const QPointF& place) {
    const double share = (place.x() - chart.left()) / std::max(1.0, chart.width());
    if (counts == 0 || share < 0 || share >= 1)
        return std::nullopt;
    return static_cast<std::size_t>(share * static_cast<double>(counts));
}

bool showTip(QEvent& event, QWidget& chart, const std::function<QString(const QPointF&)>& tipAt) {
    if (event.type() != QEvent::ToolTip)
        return false;
    const auto& help = static_cast<const QHelpEvent&>(event);
    QToolTip::showText(help.globalPos(), tipAt(help.pos()), &chart);
    return true;
}

} // namespace synscope::ui
