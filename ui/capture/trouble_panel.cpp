// SPDX-License-Identifier: Apache-2.0
#include "ui/capture/trouble_panel.h"

#include "ui/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace synscope::ui {
namespace {

bool isCommand(const std::string& hint) {
    return hint.rfind("sudo ", 0) == 0;
}

bool isAboutRights(const CaptureTrouble& trouble) {
    return trouble.code == "no-permission" || trouble.code == "no-helper";
}

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

TroublePanel::TroublePanel(QWidget* parent)
    : QFrame(parent),
      m_message(wrapped(this)),
      m_command(new QLineEdit(this)),
      m_copy(new QPushButton(tr("&Copy"), this)),
      m_otherWays(wrapped(this)),
      m_attach(new QPushButton(tr("Attach to this &machine's sockets"), this)) {
    setObjectName(QStringLiteral("notice"));
    setAccessibleName(tr("Why capturing is not possible"));
    m_command->setObjectName(QStringLiteral("filter"));
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The command that mends it"));
    m_copy->setToolTip(tr("Copy the command"));
    m_copy->setAutoDefault(false);
    m_otherWays->setObjectName(QStringLiteral("muted"));
    m_otherWays->setTextFormat(Qt::RichText);
    m_otherWays->setText(tr("Without that right: <b>ssh host tcpdump -U -w - | synscope -</b> shows what another "
                            "machine captures; and the kernel's table of sockets, which anybody may read, tells which "
                            "program of this one owes which peers a close."));
    m_attach->setAutoDefault(false);
    m_attach->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_command, 1);
    row->addWidget(m_copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addLayout(row);
    layout->addWidget(m_otherWays);
    layout->addWidget(m_attach, 0, Qt::AlignLeft);
    connect(m_attach, &QPushButton::clicked, this, &TroublePanel::attachWanted);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
    hide();
}

void TroublePanel::showTrouble(const CaptureTrouble& trouble) {
    const bool hasCommand = isCommand(trouble.hint);
    m_message->setText(QStringLiteral("⚠ ") + troubleText(trouble));
    m_command->setText(hasCommand ? QString::fromStdString(trouble.hint) : QString());
    m_command->setFont(numbersFont(font().pixelSize()));
    m_command->setCursorPosition(0);
    m_command->setVisible(hasCommand);
    m_copy->setVisible(hasCommand);
    m_otherWays->setVisible(isAboutRights(trouble));
    m_attach->setVisible(isAboutRights(trouble) && m_isAttachOffered);
    show();
}

QString TroublePanel::message() const {
    return isHidden() ? QString() : m_message->text();
}

QString TroublePanel::command() const {
    return m_command->text();
}

QString troubleText(const CaptureTrouble& trouble) {
    QString message = QString::fromStdString(trouble.message);
    if (trouble.interface.empty() || trouble.message.rfind(trouble.interface, 0) != 0)
        message.replace(0, 1, message.left(1).toUpper()); // but the name of an interface stays as it is
    if (trouble.hint.empty())
        return message;
    return isCommand(trouble.hint) ? TroublePanel::tr("%1. This command mends it:").arg(message)
                                   : TroublePanel::tr("%1: %2").arg(message, QString::fromStdString(trouble.hint));
}

} // namespace synscope::ui
