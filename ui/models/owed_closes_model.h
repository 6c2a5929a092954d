// SPDX-License-Identifier: Apache-2.0
//
// The owed closes of one group, oldest first, a row a connection. Cells are made from the snapshot when they are
// shown, so a group of many thousands costs no more than what is on the screen.
#pragma once

#include "core/diagram/theme.h"
#include "ui/models/leak_view.h"

#include <QAbstractTableModel>
#include <QFont>

#include <cstdint>
#include <vector>

namespace synscope::ui {

class OwedClosesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Peer, OwnState, Age, LastSent, LastReceived, Sent, Received, Unread, Unacked, Cause, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// The closes of a group of the view. Null empties it.
    void setGroup(LeakViewPtr view, std::uint32_t group);
    void setLook(Theme theme, const QFont& numbers);

    [[nodiscard]] ConnectionId connectionAt(int row) const;
    /// Who got whose FIN and when, and what shows that the close is owed.
    [[nodiscard]] QString sentenceAt(int row) const;
    /// -1 where it is not there.
    [[nodiscard]] int rowOf(ConnectionId connection) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const LedgerEntry& entry(int row) const;
    [[nodiscard]] static QString text(const OwedClose& owed, int column);

    LeakViewPtr m_view;
    std::vector<std::uint32_t> m_entries;
    Theme m_theme = Theme::Light;
    QFont m_numbers;
};

} // namespace synscope::ui
