// SPDX-License-Identifier: Apache-2.0
//
// Who owes closes, a row a listener or client. Cells read the shared ledger when they are shown.
#pragma once

#include "ui/models/leak_view.h"

#include "core/diagram/theme.h"

#include <QAbstractTableModel>
#include <QFont>

namespace synscope::ui {

class LeakGroupsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Owner, Process, Owed, Perhaps, Growth, Oldest, Ended, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Null empties it.
    void setView(LeakViewPtr view);
    void setLook(Theme theme, const QFont& numbers, const QFont& strongNumbers);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const LeakGroup& group, int column) const;

    LeakViewPtr m_view;
    Theme m_theme = Theme::Light;
    QFont m_numbers;
    QFont m_strongNumbers;
};

} // namespace synscope::ui
