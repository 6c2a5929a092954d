// SPDX-License-Identifier: Apache-2.0
#include "ui/machine/machine_words.h"

#include "ui/format.h"
#include "ui/language/ui_language.h"
#include "ui/models/leak_view.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
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

QString nameOf(const MachineProcess& process) {
    const QString name = QStringLiteral("%1 (%2)").arg(toQString(process.name)).arg(process.pid);
    return process.confinement.empty() ? name : translated("%1 in %2").arg(name, toQString(process.confinement));
}

QString withoutProcess(SocketHolder holder) {
    switch (holder) {
    case SocketHolder::NeverAccepted:
        return translated("not accepted");
    case SocketHolder::KernelAlone:
        return QString(QChar(0x2013));
    case SocketHolder::Known:
    case SocketHolder::MayNotBeRead:
    case SocketHolder::NotFound:
        break;
    }
    return translated("owner unknown");
}

QString whyUnknown(SocketHolder holder, const QString& user) {
    switch (holder) {
    case SocketHolder::MayNotBeRead:
        return translated("A process of user %1, whose descriptors you may not read. Run synscope as that user or as "
                          "root to see which.")
            .arg(user);
    case SocketHolder::NeverAccepted:
        return translated("No process has called accept() for it, and its listener is not known.");
    case SocketHolder::KernelAlone:
        return translated("No process holds it any more: the kernel alone does.");
    case SocketHolder::Known:
    case SocketHolder::NotFound:
        break;
    }
    return translated("No process was found that holds it.");
}

QString processLine(const MachineProcess& process) {
    return process.commandLine.empty() ? nameOf(process) : toQString(process.commandLine);
}

/// " 187 not closed, 13 unread data." where there is more than one cause.
QString causesSentence(const SocketLeakGroup& group) {
    QStringList kinds;
    for (std::size_t i = 0; i < group.causes.size(); ++i)
        if (group.causes[i] > 0)
            kinds += QStringLiteral("%1 %2").arg(groupedNumber(group.causes[i]), causeWord(static_cast<OwedCause>(i)));
    return kinds.size() < 2 ? QString() : QStringLiteral(" (%1)").arg(kinds.join(QStringLiteral(", ")));
}

QString endedText(const SocketLeakGroup& group) {
    return group.ended == 1 ? translated("One leak ended after %1.").arg(ageText(group.longestEnded))
                            : translated("%1 leaks ended, the longest after %2.")
                                  .arg(groupedNumber(group.ended), ageText(group.longestEnded));
}

QString atLeast(Duration age, bool isLowerBound) {
    return isLowerBound ? translated("at least %1").arg(ageText(age)) : ageText(age);
}

} // namespace

QString processText(const MachineReading& reading, const MachineSocket& socket) {
    const MachineProcess* const process = reading.processOf(socket);
    if (process == nullptr)
        return withoutProcess(socket.holder);
    const QString others = socket.otherHolders == 0 ? QString() : QStringLiteral(" +%1").arg(socket.otherHolders);
    return nameOf(*process) + others;
}

QString processText(const SocketLeakGroup& group) {
    return group.process ? nameOf(*group.process) : withoutProcess(group.holder);
}

QString processTip(const MachineReading& reading, const MachineSocket& socket) {
    const MachineProcess* const process = reading.processOf(socket);
    if (process == nullptr)
        return whyUnknown(socket.holder, userText(reading.userName(socket.uid), socket.uid));
    if (socket.holder == SocketHolder::NeverAccepted)
        return translated("Not accepted yet by %1").arg(processLine(*process));
    return processLine(*process);
}

QString processTip(const SocketLeakGroup& group) {
    return group.process ? processLine(*group.process) : whyUnknown(group.holder, userText(group.userName, group.uid));
}

QString userText(const std::string& name, std::uint32_t uid) {
    return name.empty() ? QString::number(uid) : toQString(name);
}

QString groupName(const SocketLeakGroup& group) {
    if (group.isGhosts)
        return translated("descriptors without a connection");
    if (group.ownerListens)
        return toQString(toText(group.owner));
    return QStringLiteral("%1 %2 %3")
        .arg(toQString(toText(group.owner.address)), QString(QChar(0x2192)), toQString(toText(group.peer)));
}

QString causeWord(OwedCause cause) {
    switch (cause) {
    case OwedCause::NotClosed:
        return translated("not closed");
    case OwedCause::UnreadData:
        return translated("unread data");
    case OwedCause::NeverAccepted:
        return translated("never accepted");
    case OwedCause::GhostDescriptor:
        return translated("ghost descriptor");
    case OwedCause::StillSending:
        return translated("in use");
    case OwedCause::IdleInPool:
        return translated("idle in a pool");
    case OwedCause::PortCollision:
        return translated("blocks a port");
    case OwedCause::Unknown:
        break;
    }
    return translated("not known");
}

QString causeLabel(const MachineView& view, const SocketLeak& leak) {
    const bool isYoung = view.leaks.end - leak.since < view.policy.leakAfter;
    return isYoung && leak.owed.cause == OwedCause::NotClosed ? translated("young") : causeWord(leak.owed.cause);
}

QString ageLabel(Duration age, bool isLowerBound) {
    return (isLowerBound ? QStringLiteral("≥ ") : QString()) + ageText(age);
}

QString roomLabel(const SocketLeakGroup& group) {
    if (!group.room)
        return QString(QChar(0x2013));
    if (group.room->timeLeft)
        return translated("in %1").arg(ageText(*group.room->timeLeft));
    const QString open = groupedNumber(group.room->open);
    return group.room->limit ? translated("%1 of %2").arg(open, groupedNumber(*group.room->limit)) : open;
}

QString owesSentence(const MachineView& view, const SocketLeakGroup& group) {
    const QString name = group.isGhosts ? processText(group) : groupName(group);
    const QString age = atLeast(view.leaks.end - group.oldest, group.isOldestOlder);
    if (group.owed == 0)
        return translated("%1 owes no close now.").arg(name);
    if (group.isGhosts)
        return group.owed == 1 ? translated("%1 holds a descriptor whose connection is gone.").arg(name)
                               : translated("%1 holds %2 descriptors whose connections are gone.")
                                     .arg(name, groupedNumber(group.owed));
    if (group.owed == 1)
        return translated("%1 got FIN %2 ago and still owes a close.").arg(name, age);
    return translated("%1 owes %2 closes%3, the oldest for %4.")
        .arg(name, groupedNumber(group.owed), causesSentence(group), age);
}

QString trendSentence(const MachineView& view, const SocketLeakGroup& group) {
    QStringList sentences;
    if (!group.perMinute)
        sentences += translated("Watched too briefly to tell whether it grows.");
    else if (view.leaks.isGrowing(group, view.policy))
        sentences += translated("It grows by %1 a minute.").arg(std::abs(*group.perMinute), 0, 'f', 1);
    else if (std::abs(*group.perMinute) < kLeastShown)
        sentences += translated("The number does not change.");
    else
        sentences += translated("It changes by %1, too little for a trend.").arg(growthLabel(group.perMinute));
    if (group.room && group.room->timeLeft && group.room->limit)
        sentences += translated("At this rate the process runs out of descriptors in %1: %2 of %3 are open.")
                         .arg(ageText(*group.room->timeLeft), groupedNumber(group.room->open),
                              groupedNumber(*group.room->limit));
    if (group.ended > 0)
        sentences += endedText(group);
    return sentences.join(QLatin1Char(' '));
}

QString adviceSentence(const SocketLeakGroup& group) {
    if (group.owed == 0)
        return {};
    QString advice;
    switch (group.mainCause()) {
    case OwedCause::UnreadData:
        advice = translated("The program stopped reading: look for a blocked thread or event loop.");
        break;
    case OwedCause::NeverAccepted:
        advice = translated("The program does not call accept(): look at what its accepting thread waits for.");
        break;
    case OwedCause::GhostDescriptor:
        advice = translated("The connections are over, but the program never called close(): look for errors that "
                            "skip it.");
        break;
    case OwedCause::StillSending:
        advice =
            translated("Data still goes to the peers, or waits for them to read: half-closes in use, and no leaks.");
        break;
    case OwedCause::IdleInPool:
        advice = translated("Probably connections that a pool keeps: let the client's idle time-out be shorter than "
                            "the server's keep-alive. If not, look for a path that returns without close().");
        break;
    case OwedCause::PortCollision:
    case OwedCause::NotClosed:
    case OwedCause::Unknown:
        advice = translated("Look in the program for a path that reads the end of the stream (recv() returns 0) and "
                            "goes on without close(), and for errors that skip close().");
        break;
    }
    return group.process ? advice : advice + QLatin1Char(' ') + processTip(group);
}

QString leakSentence(const MachineView& view, const SocketLeak& leak) {
    const MachineSocket& socket = leak.owed.socket;
    const QString text = messageOf(leak.owed.text);
    if (leak.owed.isGhost())
        return translated("Descriptor %1 of %2: %3.")
            .arg(leak.owed.descriptor)
            .arg(processText(view.reading, socket), text);
    const QString sentence = translated("%1 got FIN from %2 %3 ago and was not closed: %4.")
                                 .arg(toQString(toText(socket.local)), toQString(toText(socket.peer)),
                                      atLeast(view.leaks.end - leak.since, leak.isOlder), text);
    return leak.isOlder ? translated("%1 It was there before synscope looked.").arg(sentence) : sentence;
}

QString endedSentence(const EndedLeak& leak) {
    return translated("%1 owed a close to %2 for %3, until %4.")
        .arg(toQString(toText(leak.owner)), toQString(toText(leak.peer)), atLeast(leak.lasted(), leak.isOlder),
             clockText(leak.ended));
}

QString reportText(const MachineView& view, std::uint32_t group) {
    const SocketLeakGroup& owner = view.leaks.groups[group];
    QStringList lines{owesSentence(view, owner), processTip(owner), trendSentence(view, owner), adviceSentence(owner)};
    lines.removeAll(QString());
    lines += QString();
    for (const std::uint32_t leak : view.leaks.leaksOf(group))
        lines += leakSentence(view, view.leaks.leaks[leak]);
    for (const std::uint32_t ended : view.leaks.endedOf(group))
        lines += endedSentence(view.leaks.ended[ended]);
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace synscope::ui
