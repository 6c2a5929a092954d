// SPDX-License-Identifier: Apache-2.0
//
// The sockets of one group that owe a close, oldest first, and below them those that did until they ended.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/machine/live_rows_model.h"

#include <optional>
#include <vector>

namespace synscope::ui {

class SocketLeaksModel : public LiveRowsModel {
    Q_OBJECT
public:
    enum Column { Peer, OwnState, Age, Unread, Unsent, LastSent, LastReceived, Cause };

    explicit SocketLeaksModel(QObject* parent = nullptr);

    /// The sockets of a group of the view. Null empties it.
    void setGroup(MachineViewPtr view, std::uint32_t group);
    [[nodiscard]] QString sentenceAt(int row) const;
    /// Null where the row has ended.
    [[nodiscard]] const MachineSocket* socketAt(int row) const;
    /// Names a row in later views, too.
    struct Key {
        SocketAddress peer;
        std::uint64_t id = 0; ///< of what has ended, its position there
        friend bool operator==(const Key&, const Key&) = default;
    };
    [[nodiscard]] Key keyAt(int row) const;
    /// -1 where it is not there.
    [[nodiscard]] int rowOf(const Key& key) const;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    /// Null where the row has ended.
    [[nodiscard]] const SocketLeak* leak(int row) const;
    [[nodiscard]] const EndedLeak& ended(int row) const;
    [[nodiscard]] QString text(const SocketLeak& leak, int column) const;
    [[nodiscard]] static QString text(const EndedLeak& leak, int column);
    [[nodiscard]] QVariant ink(int row, int column) const;

    MachineViewPtr m_view;
    std::vector<std::uint32_t> m_leaks; ///< positions
    std::vector<std::uint32_t> m_ended; ///< positions, the latest first
};

} // namespace synscope::ui
