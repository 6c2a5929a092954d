// SPDX-License-Identifier: Apache-2.0
#include "ui/models/leak_view.h"

#include "core/export/leak_lines.h"
#include "ui/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace synscope::ui {
namespace {

constexpr double kLeastShown = 0.05; ///< a minute: less is written as 0.0

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

QString toQString(const std::string& text) {
    return QString::fromStdString(text);
}

QString oldestAge(const LeakView& view, const LeakGroup& group) {
    return ageText(view.ledger.end - group.oldest);
}

QString withoutSign(double perMinute) {
    return QString::number(std::abs(perMinute), 'f', 1);
}

bool isOnlyPerhaps(const LeakGroup& group) {
    return group.owed == 0 && group.ended == 0;
}

/// What may be owed beside what is.
QString perhapsSentence(const QString& name, const LeakGroup& group) {
    const QString number = groupedNumber(group.perhaps);
    if (group.owed > 0)
        return group.perhaps == 1 ? translated("Perhaps it owes one more: the packets do not decide.")
                                  : translated("Perhaps it owes %1 more: the packets do not decide.").arg(number);
    return group.perhaps == 1 ? translated("%1 perhaps owes a close: the packets do not decide.").arg(name)
                              : translated("%1 perhaps owes %2 closes: the packets do not decide.").arg(name, number);
}

QString endedSentence(const LeakGroup& group) {
    if (group.ended == 1)
        return (group.endedByReset == 1 ? translated("One leak ended by RST after %1.")
                                        : translated("One leak ended after %1."))
            .arg(ageText(group.longestEnded));
    const QString text = group.endedByReset == 0
                             ? translated("%1 leaks ended, the longest after %2.")
                             : translated("%1 leaks ended, %3 of them by RST, the longest after %2.");
    const QString ended = text.arg(groupedNumber(group.ended), ageText(group.longestEnded));
    return group.endedByReset == 0 ? ended : ended.arg(groupedNumber(group.endedByReset));
}

/// What to look for where the kernel's socket table tells the cause; else empty.
QString kernelsAdvice(const LeakGroup& group) {
    const std::optional<OwedCause> told = group.kernelsCause();
    if (told == OwedCause::UnreadData)
        return translated("The program stopped reading: look for a blocked thread or event loop.");
    if (told == OwedCause::NeverAccepted)
        return translated("The program does not call accept(): look at what its accepting thread waits for.");
    if (told == OwedCause::GhostDescriptor)
        return translated("The connections are over, but the program never called close(): look for errors that "
                          "skip it.");
    return {};
}

} // namespace

QString groupName(const LeakGroup& group) {
    return toQString(ownerText(group)).replace(QStringLiteral("->"), QString(QChar(0x2192)));
}

QString processText(const LeakGroup& group) {
    if (!group.process)
        return QString(QChar(0x2013));
    QString text = QStringLiteral("%1 (%2)").arg(toQString(group.process->name)).arg(group.process->pid);
    if (!group.process->confinement.empty())
        text = translated("%1 in %2").arg(text, toQString(group.process->confinement));
    return group.otherProcesses == 0 ? text : text + QStringLiteral(" +%1").arg(group.otherProcesses);
}

QString growthLabel(std::optional<double> perMinute) {
    if (!perMinute)
        return QString(QChar(0x2013));
    const QString number = withoutSign(*perMinute);
    const bool isZero = number == QStringLiteral("0.0");
    const QString sign = isZero ? QString() : QString(*perMinute > 0 ? QChar(u'+') : QChar(0x2212));
    return translated("%1/min").arg(sign + number);
}

QString causeLabel(const OwedClose& owed) {
    if (owed.isPerhaps)
        return translated("perhaps");
    switch (owed.cause) {
    case OwedCause::NotClosed:
        return translated("not closed");
    case OwedCause::StillSending:
        return owed.isStuck ? translated("peer stalls") : translated("in use");
    case OwedCause::IdleInPool:
        return translated("idle in a pool");
    case OwedCause::PortCollision:
        return translated("blocks a port");
    case OwedCause::UnreadData:
        return translated("unread data");
    case OwedCause::NeverAccepted:
        return translated("never accepted");
    case OwedCause::GhostDescriptor:
        return translated("ghost descriptor");
    case OwedCause::Unknown:
        break;
    }
    return owed.isYoung ? translated("young") : translated("not known");
}

QString filterText(const LeakGroup& group) {
    if (group.ownerListens())
        return QStringLiteral("server.state==close_wait server==%1").arg(toQString(toText(group.owner)));
    return QStringLiteral("client.state==close_wait client==%1 server==%2")
        .arg(toQString(toText(group.owner.address)), toQString(toText(group.peer)));
}

QString owesSentence(const LeakView& view, const LeakGroup& group) {
    const QString name = group.ownerListens() ? groupName(group) : toQString(toText(group.owner.address));
    if (group.owed == 0)
        return group.perhaps > 0 ? perhapsSentence(name, group)
                                 : translated("%1 owes no close at the end of the capture.").arg(name);
    QString text = group.owed == 1
                       ? translated("%1 got FIN %2 ago and still owes a close.").arg(name, oldestAge(view, group))
                       : translated("%1 owes %2 closes, the oldest for %3.")
                             .arg(name, groupedNumber(group.owed), oldestAge(view, group));
    if (group.inUse > 0)
        text +=
            QLatin1Char(' ') + (group.inUse == group.owed
                                    ? translated("Data still flows: a half-close in use, and no leak.")
                                    : translated("On %1 of them data still flows: half-closes in use, and no leaks.")
                                          .arg(groupedNumber(group.inUse)));
    if (group.stuck > 0)
        text += QLatin1Char(' ') +
                (group.stuck == group.owed
                     ? translated("The peer does not read, so what is left to send cannot go: no leak.")
                     : translated("On %1 of them the peer does not read, so what is left to send cannot go: no leaks.")
                           .arg(groupedNumber(group.stuck)));
    if (group.perhaps > 0)
        text += QLatin1Char(' ') + perhapsSentence(name, group);
    return text;
}

QString trendSentence(const LeakView& view, const LeakGroup& group) {
    if (isOnlyPerhaps(group))
        return {};
    QStringList sentences;
    if (!group.perMinute)
        sentences += translated("The capture is too short to tell whether it grows.");
    else if (view.ledger.isGrowing(group, view.policy))
        sentences += translated("It grows by %1 a minute.").arg(withoutSign(*group.perMinute));
    else if (std::abs(*group.perMinute) < kLeastShown)
        sentences += translated("The number does not change.");
    else
        sentences += translated("It changes by %1, too little for a trend.").arg(growthLabel(group.perMinute));
    if (group.ended > 0)
        sentences += endedSentence(group);
    return sentences.join(QLatin1Char(' '));
}

QString adviceSentence(const LeakView& view, const LeakGroup& group) {
    if (isOnlyPerhaps(group))
        return translated("A capture without gaps that begins before these connections would tell.");
    if (group.owed > 0 && group.inUse == group.owed)
        return translated("There is nothing to look for.");
    if (group.owed > 0 && group.harmless() == group.owed)
        return translated(
            "Look at the peers that do not read: their programs closed their own half and stopped there.");
    if (const QString told = kernelsAdvice(group); !told.isEmpty())
        return told;
    if (!group.ownerListens() && group.owed <= view.policy.mostInPool)
        return translated("Probably connections that a pool keeps: let the client's idle time-out be shorter than the "
                          "server's keep-alive. If not, look for a path that returns without close().");
    return translated("Look in the program for a path that reads the end of the stream (recv() returns 0) and goes on "
                      "without close(), for a thread that never comes back to read, and for errors that skip close().");
}

QString reportText(const LeakView& view, std::uint32_t group) {
    const LeakGroup& owner = view.ledger.groups[group];
    std::string tables;
    appendLeakReport(tables, *view.snapshot, view.ledger, group, view.policy);
    QStringList lines{owesSentence(view, owner), trendSentence(view, owner), adviceSentence(view, owner)};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n')) + QStringLiteral("\n\n") + toQString(tables);
}

} // namespace synscope::ui
