// SPDX-License-Identifier: Apache-2.0
#include "ui/pages/welcome_page.h"

#include "ui/lessons.h"
#include "ui/recent_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLayoutItem>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

constexpr int kColumnPx = 720;

QLabel* label(const QString& text, const char* objectName, QWidget* parent) {
    auto* out = new QLabel(text, parent);
    out->setObjectName(QLatin1String(objectName));
    out->setWordWrap(true);
    return out;
}

void removeRows(QVBoxLayout* rows) {
    while (QLayoutItem* item = rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("scrolled"));
    content->setMaximumWidth(kColumnPx);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 32, 16, 32);
    column->setSpacing(16);
    column->addWidget(label(tr("See TCP connections open, talk and close"), "pageTitle", content));
    column->addWidget(makeError());
    column->addWidget(makeOpen());
    column->addWidget(makeAttach());
    auto* lists = new QHBoxLayout;
    lists->setSpacing(16);
    m_recent = makeList(tr("Opened last"), &m_recentRows);
    m_lessons = makeList(tr("Sample captures"), &m_lessonRows);
    lists->addWidget(m_recent, 1, Qt::AlignTop);
    lists->addWidget(m_lessons, 1, Qt::AlignTop);
    column->addLayout(lists);
    column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
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
    layout->setContentsMargins(16, 12, 16, 12);
    m_errorTitle = label({}, "errorTitle", panel);
    m_errorText = label({}, "errorText", panel);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_errorTitle);
    layout->addWidget(m_errorText);
    panel->hide();
    m_error = panel;
    return panel;
}

QWidget* WelcomePage::makeOpen() {
    auto* area = new QFrame(this);
    area->setObjectName(QStringLiteral("dropArea"));
    auto* layout = new QVBoxLayout(area);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    m_open = new QPushButton(tr("Open a capture…"), area);
    m_open->setObjectName(QStringLiteral("primary"));
    connect(m_open, &QPushButton::clicked, this, &WelcomePage::openWanted);
    layout->addWidget(m_open, 0, Qt::AlignHCenter);
    QLabel* hint =
        label(tr("or drop a file here: pcap or pcapng, plain or compressed with gzip, zstd or lz4"), "muted", area);
    hint->setAlignment(Qt::AlignHCenter);
    layout->addWidget(hint);
    return area;
}

QWidget* WelcomePage::makeAttach() {
    auto* panel = new QFrame(this);
    panel->setObjectName(QStringLiteral("panel"));
    auto* layout = new QHBoxLayout(panel);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(16);
    m_attach = new QPushButton(tr("Attach to this machine's sockets"), panel);
    connect(m_attach, &QPushButton::clicked, this, &WelcomePage::attachWanted);
    layout->addWidget(m_attach);
    layout->addWidget(
        label(tr("which program owes which peers a close(), now; needs no capture and no privilege"), "muted", panel),
        1);
    panel->hide();
    m_attachPanel = panel;
    return panel;
}

void WelcomePage::setAttachVisible(bool isVisible) {
    m_attachPanel->setVisible(isVisible);
}

QWidget* WelcomePage::makeList(const QString& title, QVBoxLayout** rows) {
    auto* panel = new QFrame(this);
    panel->setObjectName(QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(4);
    layout->addWidget(label(title, "panelTitle", panel));
    *rows = new QVBoxLayout;
    (*rows)->setSpacing(0);
    layout->addLayout(*rows);
    return panel;
}

void WelcomePage::addRow(QVBoxLayout* rows, const QString& name, const QString& path) {
    auto* button = new QPushButton(this);
    button->setObjectName(QStringLiteral("row"));
    button->setText(button->fontMetrics().elidedText(name, Qt::ElideMiddle, kColumnPx / 2 - 64));
    button->setToolTip(path);
    button->setAccessibleName(tr("Open %1").arg(name));
    connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT pathWanted(path); });
    rows->addWidget(button);
}

void WelcomePage::refresh() {
    removeRows(m_recentRows);
    removeRows(m_lessonRows);
    const QStringList files = recentFiles();
    for (const QString& path : files)
        addRow(m_recentRows, QFileInfo(path).fileName(), path);
    const auto lessons = findLessons(QCoreApplication::applicationDirPath());
    for (const Lesson& lesson : lessons)
        addRow(m_lessonRows, lesson.name, lesson.path);
    m_recent->setVisible(!files.isEmpty());
    m_lessons->setVisible(!lessons.empty());
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
