// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/machine_leaks_view.h"

#include "ui/format.h"
#include "ui/leak_charts.h"
#include "ui/leak_story.h"
#include "ui/machine/machine_words.h"
#include "ui/machine/socket_groups_model.h"
#include "ui/panel_parts.h"
#include "ui/theme.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr int kGroupsShown = 6; // more scroll

/// Chooses a row without scrolling to it: the reader may be elsewhere.
void choose(QTableView* table, int row) {
    table->setAutoScroll(false);
    table->setCurrentIndex(table->model()->index(row, 0));
    table->setAutoScroll(true);
}

} // namespace

MachineLeaksView::MachineLeaksView(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_groupsModel(new SocketGroupsModel(this)),
      m_leaksModel(new SocketLeaksModel(this)),
      m_pages(new QStackedWidget(this)),
      m_story(new LeakStory(state)),
      m_empty(mutedLabel({})) {
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* whole = new QWidget;
    auto* content = new QVBoxLayout(whole);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(kGapPx);
    content->addWidget(makeGroups());
    content->addWidget(m_story);
    content->addWidget(makeLeaks(), 1);
    auto* emptyPanel = makePanel();
    columnIn(emptyPanel)->addWidget(m_empty);
    m_pages->addWidget(emptyPanel);
    m_pages->addWidget(whole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connectTables();
    connect(&state, &ViewState::lookChanged, this, &MachineLeaksView::applyLook);
    setView(nullptr);
}

QFrame* MachineLeaksView::makeGroups() {
    QFrame* panel = makePanel();
    m_groups = makeTable(m_groupsModel, tr("Who owes closes"));
    m_groups->horizontalHeader()->setSectionResizeMode(SocketGroupsModel::Process, QHeaderView::Stretch);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(16);
    heading->addWidget(titleLabel(tr("CLOSE_WAIT leaks")));
    heading->addWidget(mutedLabel(tr("the peer said goodbye; this side never called close()")), 1);
    QVBoxLayout* column = columnIn(panel);
    column->addLayout(heading);
    column->addWidget(m_groups);
    return panel;
}

QFrame* MachineLeaksView::makeLeaks() {
    QFrame* panel = makePanel();
    m_leaksTitle = titleLabel({});
    m_copy = new QPushButton(tr("Copy as text"));
    m_copy->setToolTip(tr("Copy who owes what, and each socket, as a report"));
    auto* heading = new QHBoxLayout;
    heading->setSpacing(8);
    heading->addWidget(m_leaksTitle, 1);
    heading->addWidget(m_copy);
    m_leaks = makeTable(m_leaksModel, tr("Sockets that owe a close"));
    m_leaks->horizontalHeader()->setStretchLastSection(true);
    m_sentence = mutedLabel({});
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QVBoxLayout* column = columnIn(panel);
    column->addLayout(heading);
    column->addWidget(m_leaks, 1);
    column->addWidget(m_sentence);
    return panel;
}

void MachineLeaksView::connectTables() {
    connect(m_groups->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (m_isFilling)
            return;
        showGroup();
        announceChosen();
    });
    connect(m_leaks->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_isFilling || !now.isValid())
            return;
        m_chosen = m_leaksModel->keyAt(now.row());
        showSentence();
        announceChosen();
    });
    connect(m_copy, &QPushButton::clicked, this, &MachineLeaksView::copyAsText);
}

void MachineLeaksView::setBesideConnection() {
    m_isBeside = true;
    fitColumns();
}

/// Who holds the sockets must be readable; when descriptors run out is told below, too.
void MachineLeaksView::fitColumns() {
    constexpr int kAllPx = 860;
    for (const int column : {SocketGroupsModel::User, SocketGroupsModel::Ended})
        m_groups->setColumnHidden(column, m_isBeside);
    const double zoom = m_state.zoom();
    const bool isNarrow = m_isBeside && width() < qRound(kAllPx * zoom);
    m_groups->setColumnHidden(SocketGroupsModel::Room, isNarrow);
    if (isNarrow)
        setWidths(m_groups, {150, 120, 70, 52, 86, 72, 104, 128, 56}, zoom);
    else
        setWidths(m_groups, {220, 200, 70, 58, 92, 86, 114, 128, 56}, zoom);
}

void MachineLeaksView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

void MachineLeaksView::setView(const MachineViewPtr& view) {
    const int before = groupRow();
    const std::optional<std::uint32_t> chosen =
        before < 0 ? std::nullopt : std::optional(m_groupsModel->group(before).id);
    m_view = view;
    {
        const QScopedValueRollback filling(m_isFilling, true);
        m_groupsModel->setView(view);
        choose(m_groups, chosen ? std::max(0, m_groupsModel->rowOf(*chosen)) : 0);
    }
    showGroup();
    m_empty->setText(emptyText());
    m_pages->setCurrentIndex(emptyText().isEmpty() ? 1 : 0);
    applyLook();
}

void MachineLeaksView::showGroup() {
    const int row = groupRow();
    {
        const QScopedValueRollback filling(m_isFilling, true);
        m_leaksModel->setGroup(row < 0 ? nullptr : m_view, static_cast<std::uint32_t>(std::max(0, row)));
        choose(m_leaks, std::max(0, m_leaksModel->rowOf(m_chosen)));
    }
    showStory();
    showSentence();
}

void MachineLeaksView::showStory() {
    const int row = groupRow();
    const SocketLeakGroup* const shown = row < 0 ? nullptr : &m_groupsModel->group(row);
    m_story->overTime().setCounts(shown == nullptr ? std::vector<std::uint32_t>{} : shown->counts,
                                  shown == nullptr ? SampleTimes{} : m_view->leaks.samples);
    m_story->byAge().setAges(shown == nullptr ? OwedByAgeChart::Ages{} : shown->ages,
                             shown == nullptr ? 0 : ageStepOf(m_view->policy.leakAfter));
    if (shown == nullptr)
        m_story->setWords({}, {}, {});
    else
        m_story->setWords(owesSentence(*m_view, *shown), trendSentence(*m_view, *shown), adviceSentence(*shown));
    m_leaksTitle->setText(shown == nullptr ? QString()
                                           : tr("Owed by %1, %2").arg(groupName(*shown), processText(*shown)));
    m_copy->setEnabled(shown != nullptr);
}

void MachineLeaksView::showSentence() {
    const QModelIndex current = m_leaks->currentIndex();
    m_sentence->setText(current.isValid() ? m_leaksModel->sentenceAt(current.row()) : QString());
}

void MachineLeaksView::announceChosen() {
    const QModelIndex current = m_leaks->currentIndex();
    if (const MachineSocket* const socket = current.isValid() ? m_leaksModel->socketAt(current.row()) : nullptr)
        Q_EMIT socketChosen(*socket);
}

QString MachineLeaksView::emptyText() const {
    if (!m_view || (m_view->readings == 0 && !m_view->trouble))
        return tr("Reading the socket table…");
    if (m_view->readings == 0)
        return tr("The socket table cannot be read: %1").arg(QString::fromStdString(m_view->trouble->message));
    if (!m_view->leaks.groups.empty())
        return {};
    return tr("Nobody on this machine owes a close.\n\nNo socket is in CLOSE_WAIT, and no descriptor is left over from "
              "a connection that is gone. The table is read on; what is owed shows up here.");
}

QString MachineLeaksView::story() const {
    const int row = groupRow();
    return row < 0 ? QString()
                   : owesSentence(*m_view, m_groupsModel->group(row)) + QLatin1Char(' ') +
                         trendSentence(*m_view, m_groupsModel->group(row));
}

QString MachineLeaksView::sentence() const {
    return m_sentence->text();
}

void MachineLeaksView::copyAsText() {
    if (groupRow() >= 0)
        QGuiApplication::clipboard()->setText(reportText(*m_view, static_cast<std::uint32_t>(groupRow())));
}

int MachineLeaksView::groupRow() const {
    const QModelIndex current = m_groups->currentIndex();
    return current.isValid() && m_view ? current.row() : -1;
}

void MachineLeaksView::applyLook() {
    const double zoom = m_state.zoom();
    const QFont numbers = numbersFont(12 * zoom);
    const QFont strong = numbersFont(14 * zoom, QFont::Bold);
    m_groupsModel->setLook(m_state.theme(), numbers, strong);
    m_leaksModel->setLook(m_state.theme(), numbers, strong);
    for (QTableView* table : {m_groups, m_leaks}) {
        table->setStyleSheet(tableStyle(m_state.theme()));
        table->verticalHeader()->setDefaultSectionSize(qRound(kRowPx * zoom));
    }
    fitColumns();
    setWidths(m_leaks, {240, 110, 90, 80, 80, 100, 110}, zoom);
    setRowsShown(m_groups, kGroupsShown, zoom);
}

} // namespace synscope::ui
