// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/connection_detail_page.h"

#include "ui/diagram/diagram_options.h"
#include "ui/diagram/ladder_view.h"
#include "ui/models/segment_model.h"
#include "ui/pages/certainty_panel.h"
#include "ui/pages/explainer.h"
#include "ui/pages/findings_label.h"
#include "ui/pages/handshake_panel.h"
#include "ui/pages/steps_view.h"
#include "ui/panel_parts.h"
#include "ui/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QFontMetrics>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

constexpr int kPaddingPx = 16;
constexpr int kRowPaddingPx = 8;
constexpr int kCellPaddingPx = 18;          ///< left and right of a cell together, as in tableStyle()
constexpr int kHandshakeFromHeightPx = 900; ///< of the window: below that the diagram needs the place
constexpr int kTimesWidthPx = 450;
constexpr int kNarrowestPx = 320;
constexpr int kNarrowTabsPx = 490; // up to here the tabs stand closer, so that each keeps its room
constexpr double kUsualFontPx = 12;

QToolButton* makeOption(const QString& name) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("link"));
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }")); // the text has its own
    return button;
}

/// Times and numbers are to be chosen where segments are shown.
bool hasOptions(ConnectionDetailPage::Tab tab) {
    return tab == ConnectionDetailPage::Tab::Diagram || tab == ConnectionDetailPage::Tab::Segments;
}

} // namespace

ConnectionDetailPage::ConnectionDetailPage(QWidget* parent) : QWidget(parent), m_explainer(new Explainer(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapPx);
    column->addWidget(makeMainPanel(), 1);

    m_handshakeFrame = makePanel();
    auto* inside = new QVBoxLayout(m_handshakeFrame);
    inside->setContentsMargins(kPaddingPx, kGapPx, kPaddingPx, kGapPx);
    m_handshake = new HandshakePanel(HandshakePanel::Content::Offers);
    inside->addWidget(m_handshake);
    column->addWidget(m_handshakeFrame);

    connectSelection();
    connectSteps();
    applyStyle();
    applyOptions();
    clear();
}

QWidget* ConnectionDetailPage::makeMainPanel() {
    QFrame* panel = makePanel();
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(1, 4, 1, 1); // inside of the hairline
    column->setSpacing(4);
    column->addWidget(makeTopBar());

    m_busy = new QLabel;
    m_busy->setObjectName(QStringLiteral("faint"));
    m_busy->setWordWrap(true);
    m_busy->setContentsMargins(kPaddingPx, 0, kPaddingPx, 2);
    column->addWidget(m_busy);
    m_findings = new FindingsLabel;
    auto* findingsRow = new QHBoxLayout;
    findingsRow->setContentsMargins(kPaddingPx, 2, kPaddingPx, 2);
    findingsRow->addWidget(m_findings);
    column->addLayout(findingsRow);
    m_certaintyLines = new QLabel;
    m_certaintyLines->setObjectName(QStringLiteral("muted"));
    m_certaintyLines->setWordWrap(true);
    m_certaintyLines->setContentsMargins(kPaddingPx, 0, kPaddingPx, 2);
    column->addWidget(m_certaintyLines);

    m_empty = new QLabel(tr("Select a connection to see it drawn"));
    m_empty->setObjectName(QStringLiteral("muted"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_ladder = new LadderView;
    makeTable();
    m_steps = new StepsView;

    m_stack = new QStackedWidget;
    for (QWidget* page : {static_cast<QWidget*>(m_ladder), static_cast<QWidget*>(m_table), makeParametersTab(),
                          static_cast<QWidget*>(m_steps), static_cast<QWidget*>(m_empty)})
        m_stack->addWidget(page); // all but the last in the order of Tab
    column->addWidget(m_stack, 1);
    return panel;
}

QWidget* ConnectionDetailPage::makeParametersTab() {
    m_parametersTab = new HandshakePanel(HandshakePanel::Content::OffersAndCounters);
    m_certainty = new CertaintyPanel;
    auto* inside = new QWidget;
    inside->setObjectName(QStringLiteral("scrolled"));
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(kPaddingPx, kGapPx, kPaddingPx, kGapPx);
    column->setSpacing(kGapPx);
    column->addWidget(m_parametersTab);
    column->addWidget(m_certainty);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    return scroll;
}

QWidget* ConnectionDetailPage::makeTopBar() {
    auto* bar = new QWidget;
    bar->setMinimumWidth(kNarrowestPx); // else its texts would widen the window
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kPaddingPx - 4, 0, kPaddingPx - 8, 0);
    row->setSpacing(0);
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setAccessibleName(tr("Views of the connection"));
    for (const QString& title : {tr("Diagram"), tr("Segments"), tr("Parameters"), tr("Steps")})
        m_tabs->addTab(title);
    makeOptions();
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_times);
    row->addWidget(m_numbers);
    row->addWidget(m_show);
    connect(m_tabs, &QTabBar::currentChanged, this, &ConnectionDetailPage::showContent);
    return bar;
}

void ConnectionDetailPage::makeOptions() {
    m_shown = new DiagramOptions(this);
    connect(m_shown, &DiagramOptions::changed, this, &ConnectionDetailPage::applyOptions);
    m_show = makeOption(tr("What the diagram shows"));
    m_show->setText(tr("Show ▾"));
    m_show->setMenu(m_shown->menu());

    m_times = makeOption(tr("Which times are shown"));
    auto* times = new QMenu(m_times);
    m_timeChoice = new QActionGroup(this);
    for (const QString& text : segmentTimeNames()) {
        QAction* action = times->addAction(text);
        action->setCheckable(true);
        m_timeChoice->addAction(action);
    }
    m_timeChoice->actions().first()->setChecked(true);
    times->addSeparator();
    m_timesInDiagram = times->addAction(tr("Times in the diagram"));
    m_timesInDiagram->setCheckable(true);
    m_timesInDiagram->setChecked(true);
    m_times->setMenu(times);
    connect(m_timeChoice, &QActionGroup::triggered, this, &ConnectionDetailPage::applyOptions);
    connect(m_timesInDiagram, &QAction::toggled, this, &ConnectionDetailPage::applyOptions);

    m_numbers = makeOption(tr("Sequence numbers relative to the initial ones, or as on the wire"));
    auto* numbers = new QMenu(m_numbers);
    auto* choice = new QActionGroup(this);
    m_relative = numbers->addAction(tr("Relative to the initial number"));
    m_absolute = numbers->addAction(tr("As on the wire"));
    for (QAction* action : {m_relative, m_absolute}) {
        action->setCheckable(true);
        choice->addAction(action);
    }
    m_relative->setChecked(true);
    m_numbers->setMenu(numbers);
    connect(m_relative, &QAction::toggled, this, &ConnectionDetailPage::applyOptions);
    m_times->menu()->setTitle(tr("Time"));
    m_numbers->menu()->setTitle(tr("Sequence numbers"));
    m_shown->menu()->addSeparator();
    m_shown->menu()->addMenu(times);
    m_shown->menu()->addMenu(numbers);
}

void ConnectionDetailPage::makeTable() {
    m_model = new SegmentModel(this);
    m_table = ui::makeTable(m_model, tr("Segments"));
    m_table->horizontalHeader()->setStretchLastSection(true);
}

void ConnectionDetailPage::connectSelection() {
    connect(m_findings, &FindingsLabel::segmentChosen, this, &ConnectionDetailPage::selectSegment);
    connect(m_ladder, &LadderView::segmentSelected, this, [this](std::size_t index) {
        selectInTable(index);
        Q_EMIT segmentSelected(index);
    });
    const auto selectWhatCame = [this] {
        if (const auto segment = m_ladder->selectedSegment(); segment && !m_table->currentIndex().isValid())
            selectInTable(*segment);
    };
    connect(m_model, &QAbstractItemModel::rowsInserted, this, selectWhatCame);
    connect(m_model, &QAbstractItemModel::modelReset, this, selectWhatCame);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (m_selecting || !now.isValid())
            return;
        const auto index = static_cast<std::size_t>(now.row());
        m_ladder->selectSegment(index);
        Q_EMIT segmentSelected(index);
    });
}

void ConnectionDetailPage::connectSteps() {
    connect(m_steps, &StepsView::segmentChosen, this, &ConnectionDetailPage::chooseStepsSegment);
    connect(m_steps, &StepsView::packetChosen, this, [this](std::size_t segment) {
        setCurrentTab(Tab::Diagram);
        selectSegment(segment);
    });
    connect(m_explainer, &Explainer::made, this, &ConnectionDetailPage::showExplanations);
    connect(this, &ConnectionDetailPage::segmentSelected, m_steps,
            [this](std::size_t segment) { m_steps->showSegment(segment); });
}

/// Selected in the diagram and in the table while the explanations stay before the reader.
void ConnectionDetailPage::chooseStepsSegment(std::size_t segment) {
    m_ladder->selectSegment(segment);
    selectInTable(segment);
    Q_EMIT segmentSelected(segment);
}

/// Null while a worker makes them.
const Explainer::Explanations& ConnectionDetailPage::explanations() {
    const Explainer::Explanations& made = m_explainer->explanations();
    if (m_explainer->isBusy())
        setBusy(tr("Explaining…"));
    return made;
}

/// None where the switch is off.
LadderCards ConnectionDetailPage::cards() {
    const bool wanted = explainSwitch()->isChecked() && m_detail;
    return wanted && explanations() ? cardsOf(*explanations()) : LadderCards{};
}

void ConnectionDetailPage::showExplanations() {
    setBusy({});
    applyOptions();
    showSteps();
}

/// The tab's cards are made when it is looked at.
void ConnectionDetailPage::showSteps() {
    if (currentTab() != Tab::Steps)
        return;
    m_steps->setSteps(m_detail, explanations(), m_language);
    m_steps->showSegment(m_ladder->selectedSegment());
}

void ConnectionDetailPage::setLanguage(Language language) {
    if (language == m_language)
        return;
    m_language = language;
    m_explainer->setLanguage(language);
    applyOptions();
    showSteps();
}

QAction* ConnectionDetailPage::explainSwitch() const {
    return m_shown->action(DiagramOptions::Explain);
}

void ConnectionDetailPage::setExplains(bool explains) {
    explainSwitch()->setChecked(explains);
}

void ConnectionDetailPage::selectInTable(std::size_t segment) {
    const QScopedValueRollback<bool> guard(m_selecting, true);
    if (const QModelIndex index = m_model->index(static_cast<int>(segment), 0); index.isValid()) // else it comes yet
        m_table->setCurrentIndex(index);
}

void ConnectionDetailPage::applyOptions() {
    LadderOptions options;
    options.relativeNumbers = m_relative->isChecked();
    m_shown->applyTo(options);
    options.showTimes = m_timesInDiagram->isChecked();
    options.cards = cards();
    options.processes = m_processes;
    m_ladder->setOptions(options);
    const int time = static_cast<int>(m_timeChoice->actions().indexOf(m_timeChoice->checkedAction()));
    m_model->setTime(static_cast<SegmentTime>(time));
    m_model->setRelativeNumbers(options.relativeNumbers);
    nameOptions();
}

/// How much larger the letters are than usual: what needs room needs that much more.
double ConnectionDetailPage::fontScale() const {
    return QFontInfo(font()).pixelSize() / kUsualFontPx;
}

/// The tabs, and the options that are shown, stand side by side.
bool ConnectionDetailPage::optionsFit() const {
    int needed = m_tabs->sizeHint().width() + 2 * kPaddingPx;
    for (const QToolButton* option : {m_times, m_numbers, m_show})
        needed += option->isHidden() ? 0 : option->sizeHint().width();
    return needed <= width();
}

/// Where there is no room for all of them, those that are needed less often share one menu.
void ConnectionDetailPage::nameOptions() {
    m_times->setText(tr("Time ▾"));
    m_numbers->setText(m_relative->isChecked() ? tr("seq: relative ▾") : tr("seq: on the wire ▾"));
    const bool isDiagram = m_detail && currentTab() == Tab::Diagram;
    // Where the diagram has no room for times there is nothing to choose.
    const bool timesFit = currentTab() == Tab::Segments || width() >= kTimesWidthPx * fontScale();
    m_show->setVisible(isDiagram);
    m_times->setVisible(m_detail && hasOptions(currentTab()) && timesFit);
    m_numbers->setVisible(m_detail && hasOptions(currentTab()));
    if (!optionsFit())
        m_numbers->setText(tr("seq ▾"));
    const bool allFit = optionsFit() || !isDiagram;
    m_times->menu()->menuAction()->setVisible(timesFit && !allFit);
    m_numbers->menu()->menuAction()->setVisible(!allFit);
    if (!allFit) {
        m_times->hide();
        m_numbers->hide();
    }
}

void ConnectionDetailPage::setDetail(std::shared_ptr<const ConnectionDetail> detail) {
    const bool same = m_detail && detail && m_detail->id == detail->id;
    const std::optional<std::size_t> selected = same ? m_ladder->selectedSegment() : std::nullopt;
    m_detail = std::move(detail);
    m_explainer->setDetail(m_detail);
    setBusy({});
    if (m_ladder->options().processes != m_processes)
        applyOptions();
    m_ladder->setDetail(m_detail, cards());
    {
        const QScopedValueRollback<bool> guard(m_selecting, true);
        m_model->setDetail(m_detail);
    }
    if (selected && m_detail && *selected < m_detail->segments.size())
        selectInTable(*selected);
    m_handshake->setDetail(m_detail.get());
    m_parametersTab->setDetail(m_detail.get());
    m_certainty->setDetail(m_detail.get());
    m_findings->setDetail(m_detail);
    showCertainty();
    showContent();
}

void ConnectionDetailPage::setBusy(const QString& text) {
    m_busy->setText(text);
    m_busy->setVisible(!text.isEmpty());
    if (!m_detail)
        showContent();
}

void ConnectionDetailPage::clear() {
    setDetail(nullptr);
}

void ConnectionDetailPage::setInvitation(const QString& text) {
    m_invitation = text;
    showContent();
}

void ConnectionDetailPage::setTheme(Theme theme) {
    m_theme = theme;
    applyStyle();
}

void ConnectionDetailPage::styleTabs() {
    const bool isNarrow = width() < kNarrowTabsPx * fontScale();
    const QString style =
        tabStyle(m_theme) +
        (isNarrow ? QStringLiteral("QTabBar::tab { padding: 2px 2px 4px 2px; margin-right: 2px; }") : QString());
    if (style != m_tabs->styleSheet())
        m_tabs->setStyleSheet(style);
}

void ConnectionDetailPage::applyStyle() {
    m_ladder->setTheme(m_theme);
    m_model->setTheme(m_theme);
    m_steps->setTheme(m_theme);
    const int size = QFontInfo(font()).pixelSize();
    m_model->setNumbersFont(numbersFont(size));
    m_handshake->applyFonts(size);
    m_parametersTab->applyFonts(size);
    QFont tabFont = font();
    tabFont.setPixelSize(size + 1);
    m_tabs->setFont(tabFont);
    styleTabs();
    m_table->setStyleSheet(tableStyle(m_theme));
    const QFontMetrics metrics(font());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + kRowPaddingPx);
    const std::span<const SegmentColumn> columns = segmentColumns();
    const int letter = QFontMetrics(numbersFont(size)).averageCharWidth();
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_table->setColumnWidth(static_cast<int>(i), columns[i].widthInLetters * letter + kCellPaddingPx);
    m_findings->setTheme(m_theme);
}

void ConnectionDetailPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange || m_handshakeFrame == nullptr)
        return;
    applyStyle();
    nameOptions();
    updateHandshakePanel();
}

void ConnectionDetailPage::showCertainty() {
    const QString lines = m_detail ? certaintyLines(*m_detail) : QString();
    m_certaintyLines->setVisible(!lines.isEmpty());
    m_certaintyLines->setText(lines);
    m_certaintyLines->setToolTip(lines.isEmpty() ? QString() : certaintyTip(*m_detail));
    m_certaintyLines->setAccessibleDescription(m_certaintyLines->toolTip());
}

/// Where a finding's packet is to be seen: in the table where that is open, else in the diagram.
void ConnectionDetailPage::selectSegment(std::size_t index) {
    if (!hasOptions(currentTab()))
        setCurrentTab(Tab::Diagram);
    m_ladder->selectSegment(index);
    selectInTable(index);
    Q_EMIT segmentSelected(index);
}

void ConnectionDetailPage::showContent() {
    const bool full = m_detail != nullptr;
    const bool isGone = full && m_detail->goneSegments > 0 && m_detail->segments.empty();
    m_empty->setText(isGone
                         ? tr("The packets of this connection are no longer kept.\nThe table still tells its states.")
                     : !m_busy->text().isEmpty() ? QString() // which tells what comes, or why nothing does
                     : m_invitation.isEmpty()    ? tr("Select a connection to see it drawn")
                                                 : m_invitation);
    const bool hasContent = full && !(isGone && currentTab() != Tab::Parameters);
    m_stack->setCurrentIndex(hasContent ? m_tabs->currentIndex() : m_stack->indexOf(m_empty));
    showSteps();
    m_tabs->setEnabled(full);
    nameOptions();
    updateHandshakePanel();
}

void ConnectionDetailPage::updateHandshakePanel() {
    m_handshakeFrame->setVisible(m_detail != nullptr && currentTab() == Tab::Diagram &&
                                 window()->height() >= kHandshakeFromHeightPx * fontScale());
}

void ConnectionDetailPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    styleTabs();
    nameOptions();
    updateHandshakePanel();
}

ConnectionDetailPage::Tab ConnectionDetailPage::currentTab() const {
    return static_cast<Tab>(m_tabs->currentIndex());
}

void ConnectionDetailPage::setCurrentTab(Tab tab) {
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

bool ConnectionDetailPage::doesExplain() const {
    return m_shown->action(DiagramOptions::Explain)->isChecked();
}

} // namespace synscope::ui
