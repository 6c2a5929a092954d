// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/capture_dialog.h"

#include "ui/capture/trouble_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kMostSnapLength = 262144;
constexpr int kMostOfUnit = 8191; // of GiB: what positions reach
constexpr int kWidthPx = 920;
constexpr int kActivityCharacters = 28; ///< a number, "per second" and a curve
constexpr int kHeightPx = 560;
constexpr unsigned kMibShift = 20;
constexpr unsigned kGibShift = 30;
enum Column : int { Name, Activity, State, Addresses, Capture, kColumns };

QString stateText(const InterfaceChoice& choice) {
    QString text = choice.isUp ? (choice.isRunning ? CaptureDialog::tr("up") : CaptureDialog::tr("no carrier"))
                               : CaptureDialog::tr("down");
    return choice.isLoopback ? CaptureDialog::tr("%1, loopback").arg(text) : text;
}

QString captureText(const InterfaceChoice& choice) {
    if (!choice.obstacle)
        return CaptureDialog::tr("yes");
    if (choice.obstacle->code == "no-permission")
        return CaptureDialog::tr("no permission");
    return QString::fromStdString(choice.obstacle->message);
}

/// The first fault of the filter on any of the interfaces; without one, for Ethernet.
QString faultOf(const AskHelper& ask, const std::string& filter, const std::vector<std::string>& interfaces,
                const std::atomic<bool>& cancelled) {
    std::vector<std::vector<std::string>> questions;
    for (const std::string& interface : interfaces)
        questions.push_back({"--check-filter", filter, "-i", interface});
    if (questions.empty())
        questions.push_back({"--check-filter", filter});
    for (const auto& words : questions) {
        const HelperAnswer answer = ask(words, cancelled);
        if (const QString fault = parseFilterFault(answer.output); !fault.isEmpty())
            return fault;
    }
    return {};
}

} // namespace

CaptureDialog::CaptureDialog(const CaptureTools& tools, CaptureRequest request, QWidget* parent)
    : QDialog(parent),
      m_ask(tools.ask),
      m_request(std::move(request)),
      m_interfaces(new QTreeWidget(this)),
      m_filter(new QLineEdit(this)),
      m_filterState(new QLabel(this)),
      m_snapLength(new QSpinBox(this)),
      m_most(new QSpinBox(this)),
      m_unit(new QComboBox(this)),
      m_whenFull(new QComboBox(this)),
      m_promiscuous(new QCheckBox(tr("&Promiscuous: other machines' packets, too"), this)),
      m_trouble(new TroublePanel(this)),
      m_start(new QPushButton(tr("&Start"), this)),
      m_activity(tools.countTraffic) {
    setWindowTitle(tr("Capture"));
    makeControls();
    makeLayout();
    connect(m_filter, &QLineEdit::textChanged, this, &CaptureDialog::checkFilter);
    connect(m_interfaces, &QTreeWidget::itemChanged, this, &CaptureDialog::checkFilter);
    connect(m_start, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_activity, &InterfaceActivity::changed, this, &CaptureDialog::showActivity);
    checkFilter();
    list();
}

void CaptureDialog::makeControls() {
    m_interfaces->setColumnCount(kColumns);
    m_interfaces->setHeaderLabels({tr("Interface"), tr("Packets"), tr("State"), tr("Addresses"), tr("May capture")});
    m_interfaces->setRootIsDecorated(false);
    m_interfaces->setItemDelegateForColumn(Activity, new ActivityDelegate(m_interfaces));
    m_interfaces->setUniformRowHeights(true);
    m_interfaces->setAccessibleName(tr("Interfaces to capture from"));
    m_interfaces->setMinimumHeight(140);
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(tr("everything; for example: tcp port 443"));
    m_filter->setText(QString::fromStdString(m_request.filter));
    m_filter->setAccessibleName(tr("Capture filter"));
    m_filterState->setWordWrap(true);
    m_snapLength->setRange(1, kMostSnapLength);
    m_snapLength->setSuffix(tr(" bytes of each packet"));
    m_snapLength->setValue(static_cast<int>(m_request.snapLength));
    makeLimit();
    for (QSpinBox* number : {m_snapLength, m_most})
        number->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_promiscuous->setChecked(m_request.isPromiscuous);
    m_start->setObjectName(QStringLiteral("primary"));
    m_start->setDefault(true);
}

void CaptureDialog::makeLimit() {
    const bool isWholeGib = m_request.mostBytes % (std::uint64_t{1} << kGibShift) == 0;
    const unsigned shift = isWholeGib ? kGibShift : kMibShift;
    m_most->setRange(1, kMostOfUnit);
    m_most->setValue(static_cast<int>(m_request.mostBytes >> shift));
    m_most->setAccessibleName(tr("Size limit"));
    m_unit->addItem(tr("MiB"), kMibShift);
    m_unit->addItem(tr("GiB"), kGibShift);
    m_unit->setCurrentIndex(isWholeGib ? 1 : 0);
    m_unit->setAccessibleName(tr("Unit of the size limit"));
    m_whenFull->addItem(tr("then let the oldest packets go"));
    m_whenFull->addItem(tr("then stop capturing"));
    m_whenFull->setCurrentIndex(static_cast<int>(m_request.whenFull));
    m_whenFull->setAccessibleName(tr("At the size limit"));
}

void CaptureDialog::makeLayout() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Capture &filter"), m_filter);
    form->addRow(QString(), m_filterState);
    form->addRow(tr("&Keep"), m_snapLength);
    auto* limit = new QHBoxLayout;
    limit->setSpacing(8);
    for (QWidget* part :
         {static_cast<QWidget*>(m_most), static_cast<QWidget*>(m_unit), static_cast<QWidget*>(m_whenFull)})
        limit->addWidget(part);
    limit->addStretch(1);
    form->addRow(tr("&At most"), limit);
    qobject_cast<QLabel*>(form->labelForField(limit))->setBuddy(m_most);
    form->addRow(QString(), m_promiscuous);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_start, QDialogButtonBox::ActionRole);
    QPushButton* cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_interfaces, 1);
    layout->addWidget(m_trouble);
    connect(m_trouble, &TroublePanel::attachWanted, this, [this] {
        reject();
        Q_EMIT attachWanted();
    });
    layout->addLayout(form);
    layout->addWidget(buttons);
    resize(kWidthPx, kHeightPx);
}

CaptureRequest CaptureDialog::request() const {
    CaptureRequest request = m_request;
    request.interfaces = ticked();
    request.filter = m_filter->text().trimmed().toStdString();
    request.snapLength = static_cast<std::uint32_t>(m_snapLength->value());
    request.mostBytes = static_cast<std::uint64_t>(m_most->value()) << m_unit->currentData().toUInt();
    request.whenFull = static_cast<CaptureRequest::WhenFull>(m_whenFull->currentIndex());
    request.isPromiscuous = m_promiscuous->isEnabled() && m_promiscuous->isChecked();
    return request;
}

void CaptureDialog::showTrouble(const CaptureTrouble& trouble) {
    m_isFailureShown = true;
    m_trouble->showTrouble(trouble);
}

QString CaptureDialog::filterFault() const {
    return m_isFilterWrong ? m_filterState->text() : QString();
}

std::vector<std::string> CaptureDialog::ticked() const {
    std::vector<std::string> names;
    for (int i = 0; i < m_interfaces->topLevelItemCount(); ++i) {
        const QTreeWidgetItem* item = m_interfaces->topLevelItem(i);
        if (item->checkState(Name) == Qt::Checked)
            names.push_back(item->text(Name).toStdString());
    }
    return names;
}

void CaptureDialog::list() {
    m_listJob.start([ask = m_ask](const std::atomic<bool>& cancelled) { return ask({"--list"}, cancelled); },
                    [this](const HelperAnswer& answer) { showInterfaces(answer); });
}

void CaptureDialog::showInterfaces(const HelperAnswer& answer) {
    const std::vector<InterfaceChoice> choices = parseInterfaces(answer.output);
    for (const InterfaceChoice& choice : choices)
        addInterface(choice);
    showActivity();
    for (int column = 0; column < kColumns; ++column)
        m_interfaces->resizeColumnToContents(column);
    m_interfaces->setColumnWidth(Activity, fontMetrics().averageCharWidth() * kActivityCharacters);
    if (m_interfaces->topLevelItemCount() > 0)
        m_interfaces->setCurrentItem(m_interfaces->topLevelItem(0));
    m_interfaces->setFocus();
    const auto forbidden = std::find_if(choices.begin(), choices.end(), [](const InterfaceChoice& choice) {
        return choice.obstacle && choice.obstacle->code == "no-permission";
    });
    if (answer.trouble && !m_isFailureShown)
        m_trouble->showTrouble(*answer.trouble);
    else if (forbidden != choices.end() && !m_isFailureShown)
        m_trouble->showTrouble(*forbidden->obstacle);
    checkFilter();
}

void CaptureDialog::addInterface(const InterfaceChoice& choice) {
    auto* item = new QTreeWidgetItem;
    item->setText(Name, choice.name);
    item->setText(State, stateText(choice));
    item->setText(Addresses, choice.addresses.join(QStringLiteral(", ")));
    item->setText(Capture, captureText(choice));
    item->setToolTip(Name, choice.description);
    item->setToolTip(Addresses, item->text(Addresses));
    item->setToolTip(Capture, choice.obstacle ? QString::fromStdString(choice.obstacle->message) : QString());
    const auto& wanted = m_request.interfaces;
    const bool isWanted = std::find(wanted.begin(), wanted.end(), choice.name.toStdString()) != wanted.end();
    if (choice.obstacle) {
        item->setFlags(Qt::ItemIsSelectable | Qt::ItemNeverHasChildren);
        item->setDisabled(true);
    } else {
        item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren);
        item->setCheckState(Name, isWanted ? Qt::Checked : Qt::Unchecked);
    }
    m_interfaces->addTopLevelItem(item);
}

void CaptureDialog::showActivity() {
    for (int i = 0; i < m_interfaces->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_interfaces->topLevelItem(i);
        if (item->isDisabled())
            continue; // its packets are out of reach
        const QList<double> perSecond = m_activity.perSecond(item->text(Name));
        QVariantList history;
        for (const double value : perSecond)
            history << value;
        const QSignalBlocker blocker(m_interfaces); // what is ticked has not changed
        item->setText(Activity, activityText(perSecond));
        item->setData(Activity, ActivityDelegate::kHistoryRole, history);
    }
    m_interfaces->viewport()->update();
}

void CaptureDialog::setAttachOffered(bool isOffered) {
    m_trouble->setAttachOffered(isOffered);
}

void CaptureDialog::checkFilter() {
    const std::string filter = m_filter->text().trimmed().toStdString();
    m_checkJob.cancel();
    showFilter({}, false);
    if (filter.empty())
        return;
    m_checkJob.start([ask = m_ask, filter, names = ticked()](
                         const std::atomic<bool>& cancelled) { return faultOf(ask, filter, names, cancelled); },
                     [this](const QString& fault) { showFilter(fault, true); });
}

void CaptureDialog::showFilter(const QString& fault, bool isChecked) {
    m_isFilterWrong = !fault.isEmpty();
    const QString good = isChecked ? tr("✓ a valid filter") : tr("Packets for which this holds, as tcpdump writes it");
    m_filterState->setText(m_isFilterWrong ? QStringLiteral("⚠ ") + fault : good);
    m_filterState->setObjectName(m_isFilterWrong ? QStringLiteral("filterError") : QStringLiteral("muted"));
    m_filter->setProperty("wrong", m_isFilterWrong);
    for (QWidget* widget : {static_cast<QWidget*>(m_filter), static_cast<QWidget*>(m_filterState)}) {
        style()->unpolish(widget); // the style sheet reads names and properties only then
        style()->polish(widget);
    }
    allow();
}

void CaptureDialog::allow() {
    const std::vector<std::string> names = ticked();
    m_promiscuous->setEnabled(std::find(names.begin(), names.end(), "any") == names.end());
    m_start->setEnabled(!names.empty() && !m_isFilterWrong);
}

} // namespace synscope::ui
