// SPDX-License-Identifier: Apache-2.0
//
// A table of this machine's sockets, with a line to type words that rows must have.
#pragma once

#include "core/store/machine_watch.h"
#include "core/store/socket_join.h"
#include "ui/view_state.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QTableView;

namespace synscope::ui {

class SocketsModel;

class SocketsView : public QWidget {
    Q_OBJECT

public:
    explicit SocketsView(ViewState& state, QWidget* parent = nullptr);

    /// Null: nothing was read yet. `packets` as SocketsModel has them.
    void setView(const MachineViewPtr& view, std::vector<JoinedSocket> packets = {});
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] QLineEdit* words() const { return m_words; }
    /// "12 of 812 sockets".
    [[nodiscard]] QString countText() const;

Q_SIGNALS:
    void connectionWanted(ConnectionId id); ///< of a socket whose packets were captured

private:
    void showCount();
    void applyLook();

    ViewState& m_state;
    MachineViewPtr m_view;
    SocketsModel* m_model;
    QLineEdit* m_words;
    QLabel* m_count;
    QTableView* m_table;
};

} // namespace synscope::ui
