// SPDX-License-Identifier: Apache-2.0
//
// The open capture: its pages, and the connection in a panel that can be moved to any side, into a window of its own,
// or away. Where it is is remembered.
#pragma once

#include <QMainWindow>

class QDockWidget;

namespace synscope::ui {

class Workspace : public QMainWindow {
    Q_OBJECT

public:
    enum class Seat { Right, Left, Below, Floating };

    /// Takes both; `connection` is what can be moved.
    Workspace(QWidget* pages, QWidget* connection, QWidget* parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] QDockWidget* dock() const { return m_dock; }
    [[nodiscard]] Seat seat() const;
    void setSeat(Seat seat);
    /// Size of the panel, in px: its width at a side, its height below. Nothing happens while it floats.
    [[nodiscard]] int dockSize() const;
    void setDockSize(int px);
    /// As it was in the beginning: at the right, 38 of 100 wide.
    void reset();

Q_SIGNALS:
    void seatChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] Qt::Orientation orientation() const;
    [[nodiscard]] int lengthOf(QSize size) const;

    QDockWidget* m_dock;
    bool m_comesBack = false; ///< it floats, and was hidden together with the rest
};

} // namespace synscope::ui
