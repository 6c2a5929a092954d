// SPDX-License-Identifier: Apache-2.0
//
// The filter's text, with completion, earlier and saved filters, a sheet of help, and the count of what is shown. Text
// is parsed a moment after typing stops; one that does not parse is reported, marked at the place, and the last good
// filter stays.
#pragma once

#include "core/store/filter_text.h"
#include "ui/view_state.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace synscope::ui {

class FilterCompleter;

class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    /// Replaces the text and applies it at once.
    void setText(const QString& text);
    /// Puts a term to the filter there is, applies it at once and remembers the result.
    void join(const QString& term, FilterJoin how);
    /// Takes the keyboard and types `text` at the end.
    void type(const QString& text);
    void setCount(std::uint64_t shown, std::uint64_t all, bool isFiltered);
    /// Keeps the present text under a name.
    void saveAs(const QString& name);
    void showHelp();
    [[nodiscard]] QLineEdit* edit() const { return m_edit; }
    /// Of saved and earlier filters; filled when it is shown.
    [[nodiscard]] QMenu* menu() const { return m_menu; }
    /// The part of the text that is marked as wrong; empty where none is.
    [[nodiscard]] QString markedText() const { return m_marked; }

Q_SIGNALS:
    void errorChanged(const QString& message); ///< empty when the text is right
    void left();                               ///< Return: the keyboard goes back to the table

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeButtons();
    [[nodiscard]] bool keyPressed(int key, Qt::KeyboardModifiers modifiers);
    bool goThroughRecent(int step);
    void apply();
    void leave();
    void markError(std::optional<std::size_t> place);
    void applyLook();
    void placeCount();
    void fillMenu();
    void askForName();
    [[nodiscard]] bool isKeepable() const;

    ViewState& m_state;
    QLineEdit* m_edit;
    QLabel* m_count;
    QToolButton* m_menuButton;
    QToolButton* m_helpButton;
    QMenu* m_menu;
    FilterCompleter* m_completer;
    QTimer m_wait;
    QString m_marked;
    QString m_draft;       ///< what was typed before going through earlier filters
    int m_recentPlace = 0; ///< 0: the draft; else the n-th earlier filter
};

} // namespace synscope::ui
