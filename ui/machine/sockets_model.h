// SPDX-License-Identifier: Apache-2.0
//
// All sockets of this machine, in an order and through a filter of words. An index vector holds both.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/machine/live_rows_model.h"

#include <QStringList>

#include <vector>

namespace synscope::ui {

class SocketsModel : public LiveRowsModel {
    Q_OBJECT
public:
    enum Column { OwnState, Local, Peer, Process, User, Unread, Unsent, LastSent, LastReceived };

    explicit SocketsModel(QObject* parent = nullptr);

    /// Null empties it.
    void setView(MachineViewPtr view);
    /// Only sockets whose row has all the words, in any case, somewhere.
    void setWords(const QStringList& words);
    /// -1 where it is not there.
    [[nodiscard]] int rowOf(const MachineSocket& socket) const;
    [[nodiscard]] const MachineSocket& socket(int row) const;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void arrange(MachineViewPtr view);
    [[nodiscard]] std::vector<std::uint32_t> positionsIn(const MachineReading& reading) const;
    [[nodiscard]] bool matches(const MachineReading& reading, const MachineSocket& socket) const;
    [[nodiscard]] static QString text(const MachineReading& reading, const MachineSocket& socket, int column);

    MachineViewPtr m_view;
    std::vector<std::uint32_t> m_rows; ///< positions in the reading
    QStringList m_words;
    int m_sortColumn = OwnState;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace synscope::ui
