// SPDX-License-Identifier: Apache-2.0
//
// What the pages of leaks and sockets are built from: panels, their titles, and tables of rows.
#pragma once

#include "core/diagram/theme.h"

#include <QString>

#include <initializer_list>

class QAbstractItemModel;
class QFrame;
class QLabel;
class QTableView;
class QVBoxLayout;
class QWidget;

namespace synscope::ui {

inline constexpr int kRowPx = 26;
inline constexpr int kGapPx = 12;

[[nodiscard]] QFrame* makePanel();
/// The panel's layout, with its margins.
[[nodiscard]] QVBoxLayout* columnIn(QWidget* panel);
[[nodiscard]] QLabel* titleLabel(const QString& text);
/// Small words beside a title.
[[nodiscard]] QLabel* mutedLabel(const QString& text);

[[nodiscard]] QString tabStyle(Theme theme);
/// Whole rows are chosen, one at a time. `name` is for screen readers.
[[nodiscard]] QTableView* makeTable(QAbstractItemModel* model, const QString& name);
[[nodiscard]] QString tableStyle(Theme theme);
void setWidths(QTableView* table, std::initializer_list<int> widthsPx, double zoom);
/// As high as so many rows, as far as there are some.
void setRowsShown(QTableView* table, int most, double zoom);

} // namespace synscope::ui
