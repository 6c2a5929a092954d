// SPDX-License-Identifier: Apache-2.0
//
// The sentences of the page of ports and queues.
#include "ui/format.h"
#include "ui/models/ports_view.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace synscope::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

template <typename Address>
QString textOf(const Address& address) {
    return QString::fromStdString(toText(address));
}

QString rangeText(PortSpan range) {
    return QStringLiteral("%1–%2").arg(range.first).arg(range.last);
}

QString percent(double share) {
    return QStringLiteral("%1 %").arg(share * 100, 0, 'f', share < 0.1 ? 1 : 0);
}

/// Where the ranges of the rows are from.
QString rangeSentence(const PortsView& view) {
    const auto isAssumed = [](const PortUse& use) { return use.isAssumed; };
    const QString usual = rangeText(kUsualLocalPorts);
    if (std::ranges::all_of(view.uses.uses, isAssumed))
        return translated("The range %1 is assumed, as Linux's default: a capture does not tell how the clients are "
                          "set.")
            .arg(usual);
    const QString own = rangeText(view.host->ports.range);
    if (std::ranges::none_of(view.uses.uses, isAssumed))
        return translated("The range %1 is this machine's own.").arg(own);
    return translated("The range %1 is this machine's own; of other clients %2 is assumed, Linux's default.")
        .arg(own, usual);
}

QString outsideSentence(const PortUse& use) {
    if (use.outside == 0)
        return {};
    return (use.outside == 1 ? translated("One port lies outside: a program or an address translator chose it, or the "
                                          "client has another range.")
                             : translated("%1 ports lie outside: programs or an address translator chose them, or the "
                                          "client has another range.")
                                   .arg(groupedNumber(use.outside)));
}

QString halfOpenText(const PortsView& view) {
    const ListenerOpenings& all = view.openings.all;
    return translated("%1 half-open, the oldest for %2")
        .arg(groupedNumber(all.halfOpen), ageText(view.snapshot->end - all.oldestHalfOpen));
}

QString unansweredText(const ListenerOpenings& all) {
    if (all.mostSyns < 2)
        return translated("%1 without any answer").arg(groupedNumber(all.unanswered));
    return translated("%1 without any answer, one of them asked %2 times")
        .arg(groupedNumber(all.unanswered), groupedNumber(all.mostSyns));
}

QString floodSentence(const PortsView& view) {
    const auto& listeners = view.openings.listeners;
    const auto most = std::ranges::max_element(listeners, {}, &ListenerOpenings::flooding);
    if (most == listeners.end() || most->flooding == 0)
        return {};
    return translated("⚠ %1: %2 openings within %3 s that never came about, as in a SYN flood. With SYN cookies "
                      "(net.ipv4.tcp_syncookies) a full SYN queue turns nobody away.")
        .arg(textOf(most->listener), groupedNumber(most->flooding))
        .arg(view.policy.floodWindow / std::chrono::seconds(1));
}

QString joined(QStringList sentences, QChar between = QLatin1Char(' ')) {
    sentences.removeAll(QString());
    return sentences.join(between);
}

} // namespace

QString timeWaitSentence(const PortsView& view, Timestamp now) {
    if (view.waits.count == 0)
        return view.isLive() ? translated("Nobody is in TIME_WAIT now.")
                             : translated("Nobody was in TIME_WAIT at the end of the capture.");
    const QString firstLeft = ageText(view.waits.next.front().ends - now);
    const QString lastLeft = ageText(view.waits.lastEnds - now);
    const QString number = groupedNumber(view.waits.count);
    if (view.waits.count == 1)
        return (view.isLive() ? translated("One connection is in TIME_WAIT, with %1 left.")
                              : translated("One connection in TIME_WAIT at the end of the capture, with %1 left."))
            .arg(firstLeft);
    return (view.isLive() ? translated("%1 connections in TIME_WAIT now; the first has %2 left, the last %3.")
                          : translated("%1 connections in TIME_WAIT at the end of the capture; the first had %2 left, "
                                       "the last %3."))
        .arg(number, firstLeft, lastLeft);
}

QString timeWaitAdvice(const PortsView& view) {
    if (view.waits.count == 0)
        return {};
    return translated("2 MSL is taken as %1. If the last ACK was lost, FIN comes again and it begins anew.")
        .arg(ageText(view.waits.timeWait));
}

QString portUseSentence(const PortsView& view) {
    if (view.uses.uses.empty())
        return view.isLive() ? translated("No client has a connection now.")
                             : translated("No client had a connection at the end of the capture.");
    const PortUse& worst = view.uses.uses.front();
    const QString warning = worst.isScarce() ? QStringLiteral("⚠ ") : QString();
    return warning + translated("%1 has taken %2 of its local ports towards %3: %4 of %5, of these TIME_WAIT holds %6.")
                         .arg(textOf(worst.client), percent(worst.share()), textOf(worst.server),
                              groupedNumber(worst.takenInRange()), groupedNumber(worst.size),
                              groupedNumber(std::min(worst.timeWait, worst.takenInRange())));
}

QString portUseAdvice(const PortsView& view) {
    if (view.uses.uses.empty())
        return {};
    const PortUse& worst = view.uses.uses.front();
    QString help;
    if (worst.isScarce())
        help = (worst.free() == 0 ? translated("No port is left: connect() fails with EADDRNOTAVAIL.")
                                  : translated("Where none is left, connect() fails with EADDRNOTAVAIL.")) +
               QLatin1Char(' ') +
               translated("Keep connections and use them again, spread them over more addresses or ports, widen "
                          "net.ipv4.ip_local_port_range; against TIME_WAIT, set net.ipv4.tcp_tw_reuse=1.");
    return joined({help, joined({rangeSentence(view), outsideSentence(worst)})}, QLatin1Char('\n'));
}

QString openingsSentence(const PortsView& view) {
    const ListenerOpenings& all = view.openings.all;
    QStringList parts;
    if (all.halfOpen > 0)
        parts += halfOpenText(view);
    if (all.unanswered > 0)
        parts += unansweredText(all);
    if (all.notTaken > 0)
        parts += translated("%1 not taken by their listeners").arg(groupedNumber(all.notTaken));
    if (parts.isEmpty())
        return view.isLive() ? translated("No opening waits for an answer now, and none was turned away.")
                             : translated("No opening waited for an answer at the end of the capture, and none was "
                                          "turned away.");
    return translated("Openings: %1.").arg(parts.join(QStringLiteral("; ")));
}

QString openingsAdvice(const PortsView& view) {
    const ListenerOpenings& all = view.openings.all;
    QString expired;
    QString unanswered;
    QString notTaken;
    if (all.expired > 0)
        expired =
            translated("%1 of the half-open are older than 1:03: by Linux's defaults the server has given them up.")
                .arg(groupedNumber(all.expired));
    if (all.unanswered > 0)
        unanswered = translated("No answer at all, not even RST: a firewall drops, the host is down, or a queue is "
                                "full.");
    if (all.notTaken > 0)
        notTaken = translated("SYN+ACK again after the final ACK: the accept queue is probably full. Its limit is the "
                              "lesser of listen()'s backlog and net.core.somaxconn; see ss -ltn.");
    return joined({floodSentence(view), expired, unanswered, notTaken}, QLatin1Char('\n'));
}

} // namespace synscope::ui
