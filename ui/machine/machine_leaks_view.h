// SPDX-License-Identifier: Apache-2.0
//
// Who owes closes on this machine, how many and for how long, how that grows, and each socket, with the sentence that
// says what to look for. What is chosen stays so from reading to reading.
#pragma once

#include "core/store/machine_watch.h"
#include "ui/machine/socket_leaks_model.h"
#include "ui/view_state.h"

#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace synscope::ui {

class LeakStory;
class SocketGroupsModel;

class MachineLeaksView : public QWidget {
    Q_OBJECT

public:
    explicit MachineLeaksView(ViewState& state, QWidget* parent = nullptr);

    /// There is a connection beside it, and less room: columns that say least are hidden.
    void setBesideConnection();
    /// Null: nothing was read yet.
    void setView(const MachineViewPtr& view);
    [[nodiscard]] QTableView* groups() const { return m_groups; }
    [[nodiscard]] QTableView* leaks() const { return m_leaks; }
    [[nodiscard]] const LeakStory& panel() const { return *m_story; }
    /// What is said of the group chosen, and of the socket chosen.
    [[nodiscard]] QString story() const;
    [[nodiscard]] QString sentence() const;
    /// In words, why there is nothing to show; empty where there is.
    [[nodiscard]] QString emptyText() const;

public Q_SLOTS:
    void copyAsText();

Q_SIGNALS:
    void socketChosen(const synscope::MachineSocket& socket); ///< by the reader, or with the group that was

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QFrame* makeGroups();
    QFrame* makeLeaks();
    void connectTables();
    void showGroup();
    void showStory();
    void showSentence();
    void announceChosen();
    void applyLook();
    void fitColumns();
    [[nodiscard]] int groupRow() const;

    ViewState& m_state;
    MachineViewPtr m_view;
    SocketGroupsModel* m_groupsModel;
    SocketLeaksModel* m_leaksModel;
    QStackedWidget* m_pages;
    LeakStory* m_story;
    QLabel* m_empty;
    QTableView* m_groups;
    QTableView* m_leaks;
    QLabel* m_leaksTitle;
    QLabel* m_sentence;
    QPushButton* m_copy;
    SocketLeaksModel::Key m_chosen; ///< the socket that is
    bool m_isBeside = false;        ///< see setBesideConnection()
    bool m_isFilling = false;       ///< rows are chosen by the view just now, not by the reader
};

} // namespace synscope::ui
