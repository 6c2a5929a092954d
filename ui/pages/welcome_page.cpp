// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_page.h"

#include "ui/capture/interface_list.h"
#include "ui/pages/welcome_panels.h"
#include "ui/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

constexpr int kColumnPx = 1160;
constexpr int kGapPx = 16;
constexpr qsizetype kMostRows = 4; ///< of recent files, and of interfaces

QLabel* label(const QString& text, const char* objectName, QWidget* parent) {
    auto* out = new QLabel(text, parent);
    out->setObjectName(QLatin1String(objectName));
    out->setWordWrap(true);
    return out;
}

/// "~/captures" for a folder of the user's own.
QString shortFolder(const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    const QString home = QDir::homePath();
    return folder.startsWith(home + QLatin1Char('/')) ? QStringLiteral("~") + folder.mid(home.size()) : folder;
}

/// Those that are up, and the loopback last.
std::vector<InterfaceChoice> worthShowing(std::vector<InterfaceChoice> choices) {
    std::erase_if(choices, [](const InterfaceChoice& one) { return !one.isUp || one.addresses.isEmpty(); });
    std::stable_partition(choices.begin(), choices.end(), [](const InterfaceChoice& one) { return !one.isLoopback; });
    choices.resize(std::min<std::size_t>(choices.size(), kMostRows));
    return choices;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("scrolled"));
    content->setMaximumWidth(kColumnPx);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kGapPx, 20, kGapPx, 24);
    column->setSpacing(kGapPx);
    column->addWidget(label(tr("See TCP connections open, talk and close"), "pageTitle", content));
    column->addWidget(makeError());
    column->addWidget(makeCards());
    m_lessons = new LessonList(content);
    column->addWidget(m_lessons);
    column->addStretch(1);
    connect(m_lessons, &LessonList::chosen, this, &WelcomePage::pathWanted);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* middle = new QWidget(scroll);
    middle->setObjectName(QStringLiteral("scrolled"));
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(content, 100);
    row->addStretch(1);
    scroll->setWidget(middle);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    refresh();
}

QWidget* WelcomePage::makeError() {
    auto* panel = new QFrame(this);
    panel->setObjectName(QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(kGapPx, 12, kGapPx, 12);
    m_errorTitle = label({}, "errorTitle", panel);
    m_errorText = label({}, "errorText", panel);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_errorTitle);
    layout->addWidget(m_errorText);
    panel->hide();
    m_error = panel;
    return panel;
}

QWidget* WelcomePage::makeCards() {
    auto* cards = new QWidget(this);
    auto* row = new QHBoxLayout(cards);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGapPx);
    m_captures = new WelcomeCard(tr("Captures"), tr("Open a capture…"),
                                 tr("pcap or pcapng, plain or compressed. Dropping a file here opens it, too."), cards);
    m_captures->button()->setObjectName(QStringLiteral("primary"));
    m_interfaces = new WelcomeCard(tr("This machine's network"), tr("Capture…"),
                                   tr("Follow connections live, from one interface or several."), cards);
    m_sockets = new WelcomeCard(tr("This machine's sockets"), tr("Attach to this machine's sockets"),
                                tr("Which program owes which peers a close(), now, out of the kernel's socket table. "
                                   "Needs no capture and no privilege."),
                                cards);
    for (WelcomeCard* card : {m_captures, m_interfaces, m_sockets})
        row->addWidget(card, 1);
    m_interfaces->hide();
    m_sockets->hide();
    connect(m_captures->button(), &QPushButton::clicked, this, &WelcomePage::openWanted);
    connect(m_captures, &WelcomeCard::chosen, this, &WelcomePage::pathWanted);
    connect(m_interfaces->button(), &QPushButton::clicked, this, [this] { Q_EMIT captureWanted({}); });
    connect(m_interfaces, &WelcomeCard::chosen, this, &WelcomePage::captureWanted);
    connect(m_sockets->button(), &QPushButton::clicked, this, &WelcomePage::attachWanted);
    return cards;
}

void WelcomePage::setAttachVisible(bool isVisible) {
    m_sockets->setVisible(isVisible);
}

QPushButton* WelcomePage::attachButton() const {
    return m_sockets->button();
}

void WelcomePage::setLessons(const LessonLibrary& library) {
    m_lessons->setLessons(library);
}

void WelcomePage::setHelper(AskHelper ask) {
    m_ask = std::move(ask);
    m_interfaces->setVisible(static_cast<bool>(m_ask));
    askForInterfaces();
}

void WelcomePage::askForInterfaces() {
    if (!m_ask)
        return;
    m_listJob.start([ask = m_ask](const std::atomic<bool>& cancelled) { return ask({"--list"}, cancelled); },
                    [this](const HelperAnswer& answer) { showInterfaces(answer); });
}

void WelcomePage::showInterfaces(const HelperAnswer& answer) {
    std::vector<WelcomeRow> rows;
    for (const InterfaceChoice& one : worthShowing(parseInterfaces(answer.output)))
        rows.push_back({one.name, one.addresses.first(), one.name});
    m_interfaces->setRows(rows,
                          answer.trouble ? QString::fromStdString(answer.trouble->message) : tr("No interface is up."));
}

void WelcomePage::refresh() {
    std::vector<WelcomeRow> rows;
    for (const QString& recent : recentFiles().mid(0, kMostRows))
        rows.push_back({titleOfRecent(recent), shortFolder(recentCapture(recent).paths.first()), recent});
    m_captures->setRows(rows, tr("The captures that you open are listed here."));
    askForInterfaces();
}

void WelcomePage::setError(const QString& what, const QString& message) {
    m_errorTitle->setText(tr("%1 could not be opened").arg(what));
    m_errorText->setText(message);
    m_error->setVisible(!message.isEmpty());
}

QString WelcomePage::errorMessage() const {
    return m_error->isHidden() ? QString() : m_errorText->text();
}

} // namespace synscope::ui
