// SPDX-License-Identifier: Apache-2.0
//
// Who owes closes on this machine, a row a listener or client and its process.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/machine/live_rows_model.h"

namespace synscope::ui {

class SocketGroupsModel : public LiveRowsModel {
    Q_OBJECT
public:
    enum Column { Owner, Process, User, Owed, Growth, Oldest, Cause, Room, Ended };

    explicit SocketGroupsModel(QObject* parent = nullptr);

    /// Null empties it.
    void setView(MachineViewPtr view);
    /// -1 where it is not there.
    [[nodiscard]] int rowOf(std::uint32_t groupId) const;
    [[nodiscard]] const SocketLeakGroup& group(int row) const {
        return m_view->leaks.groups[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] QString text(const SocketLeakGroup& group, int column) const;
    [[nodiscard]] QString tip(const SocketLeakGroup& group, int column) const;

    MachineViewPtr m_view;
};

} // namespace synscope::ui
