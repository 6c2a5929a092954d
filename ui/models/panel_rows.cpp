// SPDX-License-Identifier: Apache-2.0
#include "ui/models/panel_rows.h"

#include "ui/models/heading.h"

#include <algorithm>
#include <utility>

namespace synscope::ui {

PanelRowsModel::PanelRowsModel(std::vector<PanelColumn> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

/// As many rows as before keep their places, so nothing that is chosen is lost while a clock runs.
void PanelRowsModel::setRows(std::vector<PanelRow> rows) {
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void PanelRowsModel::setFonts(const QFont& numbers, const QFont& strongNumbers) {
    m_numbers = numbers;
    m_strongNumbers = strongNumbers;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::FontRole});
}

int PanelRowsModel::rowNamed(const QString& name) const {
    const auto found = std::ranges::find_if(m_rows, [&name](const PanelRow& row) { return row.cells[0].text == name; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int PanelRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PanelRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant PanelRowsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PanelRow& shown = row(index.row());
    const PanelCell& cell = shown.cells[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return shown.tip;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(cellAlignment(m_columns[static_cast<std::size_t>(index.column())].isNumber));
    case Qt::FontRole:
        return cell.isStrong ? m_strongNumbers : m_numbers;
    case kPartsRole:
        return cell.parts ? QVariant::fromValue(*cell.parts) : QVariant();
    default:
        return {};
    }
}

QVariant PanelRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headingData(section, columnCount(), orientation, role, [this](int position) {
        const PanelColumn& column = m_columns[static_cast<std::size_t>(position)];
        return Heading{column.title, column.tip, column.isNumber};
    });
}

} // namespace synscope::ui
