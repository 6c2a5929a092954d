// SPDX-License-Identifier: Apache-2.0
//
// The filter's text, with completion of field names and the count of what is shown. Text is parsed a
// moment after typing stops; one that does not parse is reported and the last good filter stays.
#pragma once

#include "ui/view_state.h"

#include <QTimer>
#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;

namespace synscope::ui {

class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    /// Replaces the text and applies it at once.
    void setText(const QString& text);
    /// Adds a condition to those there are ("&&") and applies it at once.
    void addCondition(const QString& condition);
    /// Takes the keyboard and types `text` at the end.
    void type(const QString& text);
    void setCount(std::uint64_t shown, std::uint64_t all, bool isFiltered);
    [[nodiscard]] QLineEdit* edit() const { return m_edit; }

Q_SIGNALS:
    void errorChanged(const QString& message); ///< empty when the text is right
    void left();                               ///< Return: the keyboard goes back to the table

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void apply();
    void applyLook();
    void placeCount();
    void offerFields();
    void complete(const QString& field);
    [[nodiscard]] QString wordAtCursor() const;

    ViewState& m_state;
    QLineEdit* m_edit;
    QLabel* m_count;
    QCompleter* m_completer;
    QTimer m_wait;
};

} // namespace synscope::ui
