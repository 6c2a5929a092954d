// SPDX-License-Identifier: Apache-2.0
#include "ui/filter/filter_completer.h"

#include "ui/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardItemModel>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr int kMostRows = 12;

QString toQString(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

FilterCompleter::FilterCompleter(QLineEdit& edit, ViewState& state, QObject* parent)
    : QObject(parent),
      m_edit(edit),
      m_state(state),
      m_completer(new QCompleter(this)),
      m_model(new QStandardItemModel(this)) {
    m_completer->setModel(m_model);
    m_completer->setWidget(&edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kMostRows);
    m_completer->popup()->setObjectName(QStringLiteral("completion"));
    m_completer->popup()->installEventFilter(this);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { take(index.data(Qt::UserRole).toString()); });
}

void FilterCompleter::offer(bool isAsked) {
    const std::string text = m_edit.text().toStdString();
    const std::string before = m_edit.text().left(m_edit.cursorPosition()).toStdString();
    m_completion = completeFilter(text, before.size(), values(), isAsked);
    if (m_completion.suggestions.empty()) {
        m_completer->popup()->hide();
        return;
    }
    fill();
    m_completer->complete();
    m_completer->popup()->setCurrentIndex({}); // QCompleter chooses one
}

bool FilterCompleter::isOpen() const {
    return m_completer->popup()->isVisible();
}

bool FilterCompleter::isChoosing() const {
    return isOpen() && m_completer->popup()->currentIndex().isValid();
}

void FilterCompleter::applyLook() {
    m_completer->popup()->setFont(numbersFont(12 * m_state.zoom()));
}

bool FilterCompleter::eventFilter(QObject* watched, QEvent* event) {
    const bool isTab = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab;
    if (!isTab || watched != m_completer->popup() || m_model->rowCount() == 0)
        return QObject::eventFilter(watched, event);
    const QModelIndex chosen = m_completer->popup()->currentIndex();
    const QModelIndex taken = chosen.isValid() ? chosen : m_completer->completionModel()->index(0, 0);
    m_completer->popup()->hide();
    take(taken.data(Qt::UserRole).toString());
    return true;
}

/// Texts in one column, their notes behind them: the font's letters are equally wide.
void FilterCompleter::fill() {
    qsizetype width = 0;
    for (const FilterSuggestion& suggestion : m_completion.suggestions)
        width = std::max(width, static_cast<qsizetype>(suggestion.text.size()));
    m_model->clear();
    for (const FilterSuggestion& suggestion : m_completion.suggestions) {
        const QString text = toQString(suggestion.text);
        const QString note = toQString(suggestion.note);
        auto* item =
            new QStandardItem(note.isEmpty() ? text : text.leftJustified(width) + QStringLiteral("   ") + note);
        item->setData(text, Qt::UserRole);
        m_model->appendRow(item);
    }
}

void FilterCompleter::take(const QString& text) {
    const QByteArray before = m_edit.text().left(m_edit.cursorPosition()).toUtf8();
    const auto length =
        static_cast<int>(QString::fromUtf8(before.mid(static_cast<qsizetype>(m_completion.begin))).size());
    m_edit.setSelection(m_edit.cursorPosition() - length, length);
    m_edit.insert(text);
}

/// A pass over a part of the connections: when first needed, and again once all is read.
const FilterValues& FilterCompleter::values() {
    const bool isComplete = m_valuesFrom && m_valuesFrom->load.finished && m_valuesFrom == m_state.snapshot();
    if (!isComplete) {
        m_valuesFrom = m_state.snapshot();
        m_values = commonValues(*m_valuesFrom);
    }
    return m_values;
}

} // namespace synscope::ui
