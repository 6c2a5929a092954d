// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/leaks_page.h"

#include "ui/format.h"
#include "ui/leak_charts.h"
#include "ui/leak_story.h"
#include "ui/models/leak_groups_model.h"
#include "ui/models/owed_closes_model.h"
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
#include <utility>

namespace synscope::ui {
namespace {

constexpr qint64 kShortestPauseMs = 250; // between two ledgers while loading
constexpr qint64 kHiddenPauseMs = 1'000; // the same while nobody looks
constexpr int kGroupsShown = 4;          // more scroll

const LeakGroup& groupAt(const LeakView& view, int row) {
    return view.ledger.groups[static_cast<std::size_t>(row)];
}

/// Two processes of one host may be clients of the same server; those of a listener come and go.
bool isSameOwner(const LeakGroup& one, const LeakGroup& other) {
    const auto clientOf = [](const LeakGroup& group) {
        return !group.ownerListens() && group.process ? group.process->pid : 0;
    };
    return one.side == other.side && one.owner == other.owner && one.peer == other.peer &&
           clientOf(one) == clientOf(other);
}

} // namespace

LeaksPage::LeaksPage(ViewState& state, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_groupsModel(new LeakGroupsModel(this)),
      m_closesModel(new OwedClosesModel(this)),
      m_pages(new QStackedWidget(this)),
      m_content(new QWidget),
      m_story(new LeakStory(state)),
      m_empty(new QLabel) {
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("muted"));
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(kGapPx);
    content->addWidget(makeGroups());
    content->addWidget(m_story);
    content->addWidget(makeCloses(), 1);
    auto* emptyPanel = makePanel();
    columnIn(emptyPanel)->addWidget(m_empty);
    m_pages->addWidget(emptyPanel);
    m_pages->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    setMinimumWidth(360);
    connectTables();

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LeaksPage::count);
    connect(&state, &ViewState::snapshotChanged, this, &LeaksPage::countSoon);
    connect(&state, &ViewState::selectionChanged, this, &LeaksPage::followSelection);
    connect(&state, &ViewState::socketsChanged, this, &LeaksPage::showProcesses);
    connect(&state, &ViewState::lookChanged, this, &LeaksPage::applyLook);
    showProcesses();
    applyLook();
    showEmptyText();
}

QFrame* LeaksPage::makeGroups() {
    QFrame* panel = makePanel();
    m_groups = makeTable(m_groupsModel, tr("Who owes closes"));
    m_groups->horizontalHeader()->setSectionResizeMode(LeakGroupsModel::Owner, QHeaderView::Stretch);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(16);
    heading->addWidget(titleLabel(tr("CLOSE_WAIT leaks")));
    heading->addWidget(mutedLabel(tr("the peer said goodbye; this side never called close()")), 1);
    QVBoxLayout* column = columnIn(panel);
    column->addLayout(heading);
    column->addWidget(m_groups);
    return panel;
}

QFrame* LeaksPage::makeCloses() {
    QFrame* panel = makePanel();
    m_closesTitle = titleLabel({});
    m_ladder = new QPushButton(tr("Ladder"));
    m_ladder->setToolTip(tr("Show how the chosen connection came to this, packet by packet"));
    m_connections = new QPushButton(tr("In the table"));
    m_connections->setToolTip(tr("Filter the table of connections by these"));
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setToolTip(tr("Copy who owes what, and each connection, as a report"));
    m_report = new QPushButton(tr("Create issue report…"));
    m_report->setToolTip(tr("Make a folder for a bug ticket about these connections, without addresses if you like"));
    m_report->hide();
    auto* heading = new QHBoxLayout;
    heading->setSpacing(8);
    heading->addWidget(m_closesTitle, 1);
    for (QPushButton* button : {m_ladder, m_connections, m_copy, m_report})
        heading->addWidget(button);
    m_closes = makeTable(m_closesModel, tr("Connections that are owed a close"));
    m_closes->horizontalHeader()->moveSection(OwedClosesModel::Cause, OwedClosesModel::LastSent); // first what matters
    QVBoxLayout* column = columnIn(panel);
    column->addLayout(heading);
    m_sentence = new QLabel;
    m_sentence->setObjectName(QStringLiteral("muted"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_closes, 1);
    column->addWidget(m_sentence);
    return panel;
}

void LeaksPage::connectTables() {
    connect(m_groups->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_isFilling || !now.isValid())
            return;
        showGroup(now.row());
        if (chosen() != kNoConnection)
            m_state.select(chosen());
    });
    connect(m_closes->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_isFilling || !now.isValid())
            return;
        m_state.select(m_closesModel->connectionAt(now.row()));
        showSentence();
    });
    connect(m_closes, &QTableView::activated, this, &LeaksPage::openLadder);
    connect(m_ladder, &QPushButton::clicked, this, &LeaksPage::openLadder);
    connect(m_copy, &QPushButton::clicked, this, &LeaksPage::copyAsText);
    connect(m_report, &QPushButton::clicked, this, [this] {
        if (groupRow() >= 0)
            Q_EMIT reportWanted(static_cast<std::uint32_t>(groupRow()));
    });
    connect(m_connections, &QPushButton::clicked, this, [this] {
        if (groupRow() >= 0)
            Q_EMIT connectionsWanted(filterText(m_view->ledger.groups[static_cast<std::size_t>(groupRow())]), chosen());
    });
}

void LeaksPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_view && m_view->snapshot == m_state.snapshot())
        return;
    m_timer.stop(); // it may be a hidden page's
    countSoon();
}

/// While a file loads, only for a reader who looks; beside a live capture now and then, since the tab tells the count.
void LeaksPage::countSoon() {
    if (m_state.snapshot()->size() == 0) {
        m_job.cancel();
        m_timer.stop();
        show(nullptr);
        return;
    }
    const LoadState& load = m_state.snapshot()->load;
    const bool isLive = !load.finished && !load.bytesTotal;
    if (m_timer.isActive() || m_job.isRunning() || (!load.finished && !isLive && !isVisible()))
        return;
    const qint64 pause =
        isVisible() ? pauseAfter(m_lastCostMs, kShortestPauseMs) : std::max(kHiddenPauseMs, 20 * m_lastCostMs);
    m_timer.start(load.finished ? 0 : static_cast<int>(pause));
}

void LeaksPage::count() {
    const SnapshotPtr snapshot = m_state.snapshot();
    m_sinceStart.start();
    m_job.start(
        [snapshot](const std::atomic<bool>& cancelled) {
            LedgerOptions options;
            options.isCancelled = [&cancelled] { return cancelled.load(); };
            options.policy = snapshot->policy;
            return std::make_shared<const LeakView>(LeakView{snapshot, ledgerOf(*snapshot, options), options.policy});
        },
        [this](LeakViewPtr view) {
            m_lastCostMs = m_sinceStart.elapsed();
            if (!view->ledger.isWhole)
                return;
            const bool isLatest = view->snapshot == m_state.snapshot();
            show(std::move(view));
            if (isLatest)
                Q_EMIT counted();
            else
                countSoon();
        });
}

/// The group that was chosen stays so, where it is still there; and so does the connection, which is the selected one.
void LeaksPage::show(LeakViewPtr view) {
    const int chosen = groupRow();
    const LeakViewPtr before = std::exchange(m_view, std::move(view));
    int row = 0;
    {
        const QScopedValueRollback filling(m_isFilling, true);
        m_groupsModel->setView(m_view);
        for (int i = 0; chosen >= 0 && i < m_groupsModel->rowCount(); ++i)
            row = isSameOwner(groupAt(*m_view, i), groupAt(*before, chosen)) ? i : row;
        m_groups->setCurrentIndex(m_groupsModel->index(row, 0));
    }
    showGroup(row);
    followSelection();
    showProcesses();
    showEmptyText();
    applyLook();
}

void LeaksPage::showGroup(int row) {
    const bool isThere = m_view && row < m_groupsModel->rowCount();
    const auto group = static_cast<std::uint32_t>(row);
    const LeakGroup* shown = isThere ? &m_view->ledger.groups[group] : nullptr;
    {
        const QScopedValueRollback filling(m_isFilling, true);
        m_closesModel->setGroup(isThere ? m_view : nullptr, group);
        m_closes->setCurrentIndex(m_closesModel->index(std::max(0, m_closesModel->rowOf(m_state.selected())), 0));
    }
    const bool hasQueues = isThere && m_view->snapshot->kernelOwed;
    for (const int queue : {OwedClosesModel::Unread, OwedClosesModel::Unacked})
        m_closes->setColumnHidden(queue, !hasQueues);
    showSentence();
    m_story->overTime().setCounts(shown == nullptr ? std::vector<std::uint32_t>{} : m_view->ledger.countsOf(*shown),
                                  isThere ? m_view->ledger.samples : SampleTimes{});
    m_story->byAge().setAges(shown == nullptr ? OwedByAgeChart::Ages{} : shown->ages,
                             isThere ? ageStepOf(m_view->policy.leakAfter) : 0);
    if (shown == nullptr)
        m_story->setWords({}, {}, {});
    else
        m_story->setWords(owesSentence(*m_view, *shown), trendSentence(*m_view, *shown),
                          adviceSentence(*m_view, *shown));
    m_closesTitle->setText(shown == nullptr ? QString() : tr("Owed by %1").arg(groupName(*shown)));
    m_closesTitle->setToolTip(m_closesTitle->text());
    for (QPushButton* button : {m_ladder, m_connections, m_report})
        button->setEnabled(m_closesModel->rowCount() > 0);
}

/// Packets do not name them: of live captures, and of files that were saved from one.
void LeaksPage::showProcesses() {
    const bool isKnown = m_view && std::ranges::any_of(m_view->ledger.groups,
                                                       [](const LeakGroup& group) { return group.process != nullptr; });
    m_groups->setColumnHidden(LeakGroupsModel::Process, !isKnown && m_state.sockets() == nullptr);
}

void LeaksPage::showSentence() {
    const int row = m_closes->currentIndex().row();
    m_sentence->setText(row < 0 ? QString() : m_closesModel->sentenceAt(row) + QLatin1Char('.'));
}

void LeaksPage::showConnection(ConnectionId id) {
    m_state.select(id);
    followSelection();
}

/// The selected connection, where its close is owed, is the one chosen here, too.
void LeaksPage::followSelection() {
    if (!m_view || m_state.selected() == kNoConnection || chosen() == m_state.selected())
        return;
    const auto& entries = m_view->ledger.entries;
    const auto entry = std::ranges::find(entries, m_state.selected(), &LedgerEntry::connection);
    if (entry == entries.end())
        return;
    const QScopedValueRollback filling(m_isFilling, true);
    m_groups->setCurrentIndex(m_groupsModel->index(static_cast<int>(entry->group), 0));
    showGroup(static_cast<int>(entry->group));
}

void LeaksPage::showEmptyText() {
    const QString text = emptyText();
    m_empty->setText(text);
    m_pages->setCurrentIndex(text.isEmpty() ? 1 : 0);
}

QString LeaksPage::emptyText() const {
    if (m_view && !m_view->ledger.groups.empty())
        return {};
    if (!m_view)
        return m_state.snapshot()->load.finished && m_state.snapshot()->size() == 0
                   ? tr("This capture holds no TCP connection, so nobody owes a close.")
                   : tr("Looking for closes that are owed…");
    return tr("Nobody owes a close.\n\nWhoever got a FIN in this capture closed its own side within %1, went on "
              "sending, "
              "or was reset.")
        .arg(ageText(m_view->policy.leakAfter));
}

QString LeaksPage::sentence() const {
    return groupRow() < 0 ? QString()
                          : owesSentence(*m_view, m_view->ledger.groups[static_cast<std::size_t>(groupRow())]);
}

void LeaksPage::setReportable(bool isReportable) {
    m_report->setVisible(isReportable);
}

void LeaksPage::copyAsText() {
    if (groupRow() >= 0)
        QGuiApplication::clipboard()->setText(reportText(*m_view, static_cast<std::uint32_t>(groupRow())));
}

void LeaksPage::openLadder() {
    if (chosen() == kNoConnection)
        return;
    m_state.select(chosen());
    Q_EMIT ladderWanted(chosen());
}

int LeaksPage::groupRow() const {
    const QModelIndex current = m_groups->currentIndex();
    return current.isValid() && m_view ? current.row() : -1;
}

ConnectionId LeaksPage::chosen() const {
    const QModelIndex current = m_closes->currentIndex();
    return current.isValid() ? m_closesModel->connectionAt(current.row()) : kNoConnection;
}

void LeaksPage::applyLook() {
    const double zoom = m_state.zoom();
    const QFont numbers = numbersFont(12 * zoom);
    m_groupsModel->setLook(m_state.theme(), numbers, numbersFont(14 * zoom, QFont::Bold));
    m_closesModel->setLook(m_state.theme(), numbers);
    const int rowPx = qRound(kRowPx * zoom);
    for (QTableView* table : {m_groups, m_closes}) {
        table->setStyleSheet(tableStyle(m_state.theme()));
        table->verticalHeader()->setDefaultSectionSize(rowPx);
    }
    setWidths(m_groups, {200, 180, 70, 80, 100, 90, 70}, zoom);
    setWidths(m_closes, {144, 94, 92, 80, 114, 54, 84, 70, 70, 118}, zoom);
    setRowsShown(m_groups, kGroupsShown, zoom);
}

} // namespace synscope::ui
