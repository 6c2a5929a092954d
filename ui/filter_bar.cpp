// SPDX-License-Identifier: Apache-2.0
#include "ui/filter_bar.h"

#include "ui/filter/filter_completer.h"
#include "ui/filter/filter_help.h"
#include "ui/filter/filter_menu.h"
#include "ui/filter/saved_filters.h"
#include "ui/format.h"
#include "ui/language/ui_language.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QTextCharFormat>
#include <QToolButton>

#include <memory>

namespace synscope::ui {
namespace {

constexpr int kWaitMs = 120; // after the last key, before the filter is applied

int charactersBefore(const QByteArray& utf8, std::size_t place) {
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(place))).size());
}

QTextCharFormat wrongFormat(Theme theme) {
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(colour(Ink::Reset, theme));
    format.setForeground(colour(Ink::Reset, theme));
    return format;
}

} // namespace

FilterBar::FilterBar(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_edit(new QLineEdit(this)),
      m_count(new QLabel(m_edit)),
      m_menuButton(new QToolButton(this)),
      m_helpButton(new QToolButton(this)),
      m_menu(new QMenu(this)),
      m_completer(new FilterCompleter(*m_edit, state, this)) {
    m_edit->setObjectName(QStringLiteral("filter"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter: close_wait > 60s port==8080"));
    m_edit->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("faint"));
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    makeButtons();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_menuButton);
    layout->addWidget(m_helpButton);
    setFocusProxy(m_edit);
    setMinimumWidth(240);
    setMaximumWidth(740);

    m_wait.setSingleShot(true);
    m_wait.setInterval(kWaitMs);
    connect(&m_wait, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_edit, &QLineEdit::textChanged, &m_wait, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        m_recentPlace = 0;
        m_completer->offer();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        if (!m_completer->isChoosing())
            leave();
    });
    connect(&state, &ViewState::lookChanged, this, &FilterBar::applyLook);
    applyLook();
}

void FilterBar::makeButtons() {
    for (QToolButton* button : {m_menuButton, m_helpButton}) {
        button->setObjectName(QStringLiteral("link"));
        button->setFocusPolicy(Qt::TabFocus);
    }
    m_menuButton->setText(QStringLiteral("▾"));
    m_menuButton->setToolTip(tr("Saved and earlier filters"));
    m_menuButton->setAccessibleName(tr("Saved and earlier filters"));
    m_helpButton->setText(QStringLiteral("?"));
    m_helpButton->setToolTip(tr("The language of filters (F1)"));
    m_helpButton->setAccessibleName(tr("The language of filters"));
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);
    connect(m_menuButton, &QToolButton::clicked, this,
            [this] { m_menu->popup(m_menuButton->mapToGlobal(QPoint(0, m_menuButton->height()))); });
    connect(m_helpButton, &QToolButton::clicked, this, &FilterBar::showHelp);
}

QString FilterBar::text() const {
    return m_edit->text();
}

void FilterBar::setText(const QString& text) {
    m_edit->setText(text);
    m_recentPlace = 0;
    apply();
}

void FilterBar::join(const QString& term, FilterJoin how) {
    setText(QString::fromStdString(joinedFilter(m_edit->text().toStdString(), how, term.toStdString())));
    rememberFilter(m_edit->text());
}

void FilterBar::type(const QString& text) {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    if (text == QLatin1String("?") && m_edit->text().isEmpty()) {
        showHelp();
        return;
    }
    m_edit->end(false);
    m_edit->insert(text);
    m_completer->offer();
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

void FilterBar::saveAs(const QString& name) {
    if (isKeepable() && !name.trimmed().isEmpty())
        saveFilter({name.trimmed(), m_edit->text().trimmed()});
}

void FilterBar::showHelp() {
    auto* help = new FilterHelp(m_state.theme(), m_state.zoom(), this);
    help->showBelow(*m_edit);
}

/// F1 and Ctrl+Space are asked for before the window's shortcuts get them.
bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_edit || !isKey)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::KeyPress)
        return keyPressed(key->key(), key->modifiers());
    if (key->key() == Qt::Key_F1)
        event->accept();
    return false;
}

bool FilterBar::keyPressed(int key, Qt::KeyboardModifiers modifiers) {
    if (key == Qt::Key_F1 || (key == Qt::Key_Question && m_edit->text().isEmpty())) {
        showHelp();
        return true;
    }
    if (key == Qt::Key_Space && (modifiers & Qt::ControlModifier) != 0) {
        m_completer->offer(true);
        return true;
    }
    if (m_completer->isOpen())
        return false;
    if (key == Qt::Key_Up)
        return goThroughRecent(1);
    if (key == Qt::Key_Down && !goThroughRecent(-1))
        leave();
    if (key == Qt::Key_Down)
        return true;
    if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
        setText({});
        return true;
    }
    return false;
}

/// False at the end of the way down.
bool FilterBar::goThroughRecent(int step) {
    const QStringList recent = recentFilters();
    const int place = m_recentPlace + step;
    if (place < 0)
        return false;
    if (place > recent.size())
        return true;
    if (m_recentPlace == 0)
        m_draft = m_edit->text();
    m_edit->setText(place == 0 ? m_draft : recent[place - 1]);
    m_recentPlace = place;
    return true;
}

void FilterBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeCount();
}

void FilterBar::leave() {
    apply();
    if (isKeepable())
        rememberFilter(m_edit->text());
    Q_EMIT left();
}

void FilterBar::apply() {
    m_wait.stop();
    const QString text = m_edit->text().trimmed();
    std::optional<Error> error;
    if (text.isEmpty()) {
        m_state.setFilter(nullptr);
    } else if (auto filter = Filter::parse(m_edit->text().toStdString()); filter.hasValue()) {
        m_state.setFilter(std::make_shared<const Filter>(std::move(filter).value()));
    } else if (m_completer->isOpen()) {
        m_wait.start(); // half a word is no mistake while names are offered for it
        return;
    } else {
        error = filter.error();
    }
    m_edit->setProperty("wrong", error.has_value());
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
    markError(error ? error->byteOffset : std::nullopt);
    Q_EMIT errorChanged(error ? messageOf(*error) : QString());
}

/// QLineEdit has no formats of its own, but shows those that an input method asks for.
void FilterBar::markError(std::optional<std::size_t> place) {
    QList<QInputMethodEvent::Attribute> attributes;
    m_marked.clear();
    if (place) {
        const QByteArray text = m_edit->text().toUtf8();
        const FilterStretch stretch = filterStretchAt(text.toStdString(), *place);
        int begin = charactersBefore(text, stretch.begin);
        const int end = charactersBefore(text, stretch.end);
        if (begin == end) // what is missing at the end is shown at the last character
            begin = std::max(0, begin - 1);
        m_marked = m_edit->text().mid(begin, end - begin);
        attributes.push_back({QInputMethodEvent::TextFormat, begin - m_edit->cursorPosition(), end - begin,
                              wrongFormat(m_state.theme())});
    }
    QInputMethodEvent event({}, attributes);
    QCoreApplication::sendEvent(m_edit, &event);
}

void FilterBar::applyLook() {
    m_edit->setFont(numbersFont(12 * m_state.zoom()));
    m_count->setFont(wordsFont(11 * m_state.zoom()));
    m_completer->applyLook();
    placeCount();
}

void FilterBar::placeCount() {
    m_count->adjustSize();
    const bool hasRoom = m_edit->width() >= m_count->width() + 160;
    m_count->setVisible(hasRoom && !m_count->text().isEmpty());
    m_count->move(m_edit->width() - m_count->width() - 12, (m_edit->height() - m_count->height()) / 2);
    m_edit->setTextMargins(0, 0, m_count->isVisibleTo(m_edit) ? m_count->width() + 8 : 0, 0);
}

void FilterBar::fillMenu() {
    FilterMenuUse use;
    use.apply = [this](const QString& expression) {
        setText(expression);
        rememberFilter(expression);
    };
    if (isKeepable())
        use.save = [this] { askForName(); };
    fillFilterMenu(*m_menu, use);
}

void FilterBar::askForName() {
    bool isWanted = false;
    const QString name =
        QInputDialog::getText(this, tr("Save filter"), tr("Name of the filter “%1”:").arg(m_edit->text().trimmed()),
                              QLineEdit::Normal, {}, &isWanted);
    if (isWanted)
        saveAs(name);
}

bool FilterBar::isKeepable() const {
    const Result<Filter> filter = Filter::parse(m_edit->text().toStdString());
    return filter.hasValue() && !filter.value().empty();
}

} // namespace synscope::ui
