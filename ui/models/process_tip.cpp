// SPDX-License-Identifier: Apache-2.0
#include "ui/models/process_tip.h"

#include "core/export/escape.h"

#include <QCoreApplication>
#include <QStringList>

namespace synscope::ui {
namespace {

constexpr qsizetype kMostCommand = 400; ///< characters of a command line

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

/// Names and command lines are chosen by whoever runs the process.
QString cleaned(const std::string& text) {
    const QString clean = QString::fromStdString(cleanText(text));
    return clean.size() <= kMostCommand ? clean : clean.left(kMostCommand) + QChar(0x2026);
}

QString processName(const std::string& name, std::int32_t pid) {
    return QStringLiteral("%1[%2]").arg(cleaned(name)).arg(pid);
}

QStringList linesOf(const SocketOwner& owner, Side side) {
    const QString who = side == Side::Initiator ? translated("Client") : translated("Server");
    if (!owner.isKnown())
        return {translated("%1: a process of user %2, whose descriptors you may not read. Run synscope as that user or "
                           "as root to see it.")
                    .arg(who, cleaned(owner.userName))};
    QStringList lines{QStringLiteral("%1: %2").arg(who, processName(owner.name, owner.pid))};
    if (!owner.commandLine.empty())
        lines << translated("Command: %1").arg(cleaned(owner.commandLine));
    if (!owner.userName.empty())
        lines << translated("User: %1").arg(cleaned(owner.userName));
    if (!owner.confinement.empty())
        lines << translated("Runs in: %1").arg(cleaned(owner.confinement));
    for (const SocketOwner::Holder& holder : owner.also)
        lines << translated("Also held by: %1").arg(processName(holder.name, holder.pid));
    return lines;
}

} // namespace

QString connectionProcessTip(const Snapshot& snapshot, ConnectionId id) {
    QString tip;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const SocketOwner* const owner = snapshot.owners.of(id, side);
        if (owner == nullptr)
            continue;
        QString paragraph;
        for (const QString& line : linesOf(*owner, side))
            paragraph += (paragraph.isEmpty() ? QString() : QStringLiteral("<br>")) + line.toHtmlEscaped();
        tip += QStringLiteral("<p>%1</p>").arg(paragraph);
    }
    return tip;
}

} // namespace synscope::ui
