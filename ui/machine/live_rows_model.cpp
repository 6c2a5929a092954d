// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/live_rows_model.h"

#include "ui/models/heading.h"

#include <QCoreApplication>

#include <algorithm>

namespace synscope::ui {

LiveRowsModel::LiveRowsModel(std::span<const LiveColumn> columns, const char* context, QObject* parent)
    : QAbstractTableModel(parent), m_columns(columns), m_context(context) {}

void LiveRowsModel::setLook(Theme theme, const QFont& numbers, const QFont& strongNumbers) {
    m_theme = theme;
    m_numbers = numbers;
    m_strongNumbers = strongNumbers;
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, columnCount() - 1));
}

void LiveRowsModel::replaceRows(int rows, const std::function<void()>& swap) {
    const int before = m_rows;
    if (rows > before)
        beginInsertRows({}, before, rows - 1);
    else if (rows < before)
        beginRemoveRows({}, rows, before - 1);
    swap();
    m_rows = rows;
    if (rows > before)
        endInsertRows();
    else if (rows < before)
        endRemoveRows();
    if (const int same = std::min(before, rows); same > 0)
        Q_EMIT dataChanged(index(0, 0), index(same - 1, columnCount() - 1));
}

int LiveRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

int LiveRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

Qt::Alignment LiveRowsModel::alignmentOf(int column) const {
    return cellAlignment(kindOf(column) == LiveColumn::Kind::Number);
}

QVariant LiveRowsModel::fontOf(int column) const {
    return kindOf(column) == LiveColumn::Kind::Words ? QVariant() : QVariant(m_numbers);
}

QVariant LiveRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headingData(section, columnCount(), orientation, role, [this](int position) {
        const LiveColumn& column = m_columns[static_cast<std::size_t>(position)];
        return Heading{QCoreApplication::translate(m_context, column.title),
                       QCoreApplication::translate(m_context, column.tip), column.kind == LiveColumn::Kind::Number};
    });
}

} // namespace synscope::ui
