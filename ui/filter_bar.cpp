// SPDX-License-Identifier: Apache-2.0
#include "ui/filter_bar.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QStyle>

#include <memory>

namespace synscope::ui {
namespace {

constexpr int kWaitMs = 120; // after the last key, before the filter is applied

bool isWordCharacter(QChar c) {
    return c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char('_');
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QStandardItemModel* fieldModel(QObject* parent) {
    auto* model = new QStandardItemModel(parent);
    for (const FilterField& field : filterFields()) {
        auto* item = new QStandardItem(toQString(field.name) + QStringLiteral("   ") + toQString(field.description));
        item->setData(toQString(field.name), Qt::UserRole);
        model->appendRow(item);
    }
    return model;
}

} // namespace

FilterBar::FilterBar(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_edit(new QLineEdit(this)),
      m_count(new QLabel(m_edit)),
      m_completer(new QCompleter(this)) {
    m_edit->setObjectName(QStringLiteral("filter"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter: close_wait > 60s port==8080"));
    m_edit->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("faint"));
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_completer->setModel(fieldModel(m_completer));
    m_completer->setWidget(m_edit);
    m_completer->popup()->setObjectName(QStringLiteral("completion"));
    m_completer->setCompletionRole(Qt::UserRole);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit);
    setFocusProxy(m_edit);
    setMinimumWidth(240);
    setMaximumWidth(700);

    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_edit, &QLineEdit::textChanged, &m_wait, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::textEdited, this, &FilterBar::offerFields);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
            [this](const QModelIndex& index) { complete(index.data(Qt::UserRole).toString()); });
    connect(&state, &ViewState::lookChanged, this, &FilterBar::applyLook);
    applyLook();
}

QString FilterBar::text() const {
    return m_edit->text();
}

void FilterBar::setText(const QString& text) {
    m_edit->setText(text);
    apply();
}

void FilterBar::addCondition(const QString& condition) {
    const QString before = m_edit->text().trimmed();
    const bool hasOr = before.contains(QStringLiteral("||")) || before.contains(QStringLiteral(" or "));
    setText(before.isEmpty() ? condition
                             : (hasOr ? QStringLiteral("(%1)").arg(before) : before) + QLatin1Char(' ') + condition);
}

void FilterBar::type(const QString& text) {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->end(false);
    m_edit->insert(text);
    offerFields();
}

void FilterBar::setCount(std::uint64_t shown, std::uint64_t all, bool isFiltered) {
    if (all == 0)
        m_count->clear();
    else if (isFiltered)
        m_count->setText(tr("%1 of %2 connections").arg(groupedNumber(shown), groupedNumber(all)));
    else
        m_count->setText(all == 1 ? tr("1 connection") : tr("%1 connections").arg(groupedNumber(all)));
    placeCount();
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Down) {
        if (m_completer->popup()->isVisible())
            return false;
        apply();
        Q_EMIT left();
        return true;
    }
    if (key == Qt::Key_Escape && !m_edit->text().isEmpty() && !m_completer->popup()->isVisible()) {
        setText({});
        return true;
    }
    return false;
}

void FilterBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeCount();
}

void FilterBar::apply() {
    m_wait.stop();
    const QString text = m_edit->text().trimmed();
    QString message;
    if (text.isEmpty()) {
        m_state.setFilter(nullptr);
    } else if (auto filter = Filter::parse(text.toStdString()); filter.hasValue()) {
        m_state.setFilter(std::make_shared<const Filter>(std::move(filter).value()));
    } else if (m_completer->popup()->isVisible()) {
        m_wait.start(); // half a word is no mistake while names are offered for it
        return;
    } else {
        message = QString::fromStdString(filter.error().message);
    }
    m_edit->setProperty("wrong", !message.isEmpty());
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
    Q_EMIT errorChanged(message);
}

void FilterBar::applyLook() {
    m_edit->setFont(numbersFont(12 * m_state.zoom()));
    m_count->setFont(wordsFont(11 * m_state.zoom()));
    m_completer->popup()->setFont(numbersFont(12 * m_state.zoom()));
    placeCount();
}

void FilterBar::placeCount() {
    m_count->adjustSize();
    const bool hasRoom = m_edit->width() >= m_count->width() + 160;
    m_count->setVisible(hasRoom && !m_count->text().isEmpty());
    m_count->move(m_edit->width() - m_count->width() - 12, (m_edit->height() - m_count->height()) / 2);
    m_edit->setTextMargins(0, 0, m_count->isVisibleTo(m_edit) ? m_count->width() + 8 : 0, 0);
}

QString FilterBar::wordAtCursor() const {
    const QString text = m_edit->text();
    const int end = m_edit->cursorPosition();
    int begin = end;
    while (begin > 0 && isWordCharacter(text[begin - 1]))
        --begin;
    const bool isValue = begin > 0 && QStringLiteral("=<>~:!").contains(text[begin - 1]);
    return isValue ? QString() : text.mid(begin, end - begin);
}

void FilterBar::offerFields() {
    const QString word = wordAtCursor();
    m_completer->setCompletionPrefix(word);
    if (word.isEmpty() || m_completer->completionCount() == 0) {
        m_completer->popup()->hide();
        return;
    }
    const QString only = m_completer->currentIndex().data(Qt::UserRole).toString();
    if (m_completer->completionCount() == 1 && only == word) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->complete();
}

void FilterBar::complete(const QString& field) {
    const auto length = static_cast<int>(wordAtCursor().size());
    m_edit->setSelection(m_edit->cursorPosition() - length, length);
    m_edit->insert(field);
}

} // namespace synscope::ui
