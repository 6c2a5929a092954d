// SPDX-License-Identifier: Apache-2.0
//
// All sockets of this machine, in an order and through a filter of words. An index vector holds both.
#pragma once

#include "core/store/machine_watch.h"
#include "core/store/socket_join.h"
#include "ui/machine/live_rows_model.h"

#include <QStringList>

#include <vector>

namespace synscope::ui {

class SocketsModel : public LiveRowsModel {
    Q_OBJECT
public:
    enum Column { OwnState, Local, Peer, Process, User, Unread, Unsent, LastSent, LastReceived, Packets };

    explicit SocketsModel(QObject* parent = nullptr);

    /// Null empties it. `packets` is what a live capture says of the view's sockets, one each; or empty.
    void setView(MachineViewPtr view, std::vector<JoinedSocket> packets = {});
    /// Only sockets whose row has all the words, in any case, somewhere.
    void setWords(const QStringList& words);
    /// -1 where it is not there.
    [[nodiscard]] int rowOf(const MachineSocket& socket) const;
    [[nodiscard]] const MachineSocket& socket(int row) const;
    /// kNoConnection where the capture has none.
    [[nodiscard]] ConnectionId connectionAt(int row) const { return packets(row).connection; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void arrange(MachineViewPtr view, std::vector<JoinedSocket> packets);
    [[nodiscard]] std::vector<std::uint32_t> positionsIn(const MachineReading& reading,
                                                         const std::vector<JoinedSocket>& packets) const;
    [[nodiscard]] JoinedSocket packets(int row) const;
    [[nodiscard]] QString packetsText(int row) const;
    [[nodiscard]] bool matches(const MachineReading& reading, const MachineSocket& socket) const;
    [[nodiscard]] static QString text(const MachineReading& reading, const MachineSocket& socket, int column);

    MachineViewPtr m_view;
    std::vector<JoinedSocket> m_packets; ///< by position in the reading; empty without a capture
    std::vector<std::uint32_t> m_rows;   ///< positions in the reading
    QStringList m_words;
    int m_sortColumn = OwnState;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace synscope::ui
