// SPDX-License-Identifier: Apache-2.0
//
// What the headings of a table's columns answer, the same in all models of rows.
#pragma once

#include <QString>
#include <QVariant>

namespace synscope::ui {

struct Heading {
    QString title;
    QString tip;
    bool isRightAligned = false; ///< as its cells
};

[[nodiscard]] constexpr Qt::Alignment cellAlignment(bool isRightAligned) {
    return Qt::AlignVCenter | (isRightAligned ? Qt::AlignRight : Qt::AlignLeft);
}

/// For QAbstractItemModel::headerData(): `headingOf(section)` is asked for one of `columns` horizontal headings.
template <typename HeadingOf>
[[nodiscard]] QVariant headingData(int section, int columns, Qt::Orientation orientation, int role,
                                   HeadingOf headingOf) {
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return headingOf(section).title;
    case Qt::ToolTipRole:
        return headingOf(section).tip;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(headingOf(section).isRightAligned));
    default:
        return {};
    }
}

} // namespace synscope::ui
