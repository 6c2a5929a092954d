// SPDX-License-Identifier: Apache-2.0
#include "ui/models/accept_queues_view.h"

#include "ui/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace synscope::ui {
namespace {

constexpr double kScarceFrom = 0.8;

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

QString none() {
    return QString(QChar(0x2013));
}

bool isScarce(const AcceptQueue& queue) {
    return queue.share() >= kScarceFrom;
}

QString nameOf(const AcceptQueue& queue) {
    const QString address = QString::fromStdString(toText(queue.listener));
    return queue.process.empty() ? address
                                 : QStringLiteral("%1 (%2)").arg(address, QString::fromStdString(queue.process));
}

/// A listener on all addresses is asked by each of them.
QString filterOf(const AcceptQueue& queue) {
    const IpAddress& address = queue.listener.address;
    const bool isAny = std::ranges::all_of(address.bytes, [](std::uint8_t byte) { return byte == 0; });
    return isAny ? QStringLiteral("server.port==%1").arg(queue.listener.port)
                 : QStringLiteral("server==%1").arg(QString::fromStdString(toText(queue.listener)));
}

} // namespace

QString acceptQueuesSentence(const AcceptQueues& queues) {
    if (queues.listeners == 0)
        return translated("Nobody listens on this machine.");
    if (queues.withWaiting == 0)
        return translated("%1 listeners on this machine; no connection waits for accept().")
            .arg(groupedNumber(queues.listeners));
    const AcceptQueue& worst = queues.queues.front();
    const QString limit = worst.limit ? groupedNumber(*worst.limit) : none();
    const QString text = translated("%1 of %2 listeners on this machine have connections waiting for accept(); %3: %4, "
                                    "with a limit of %5.")
                             .arg(groupedNumber(queues.withWaiting), groupedNumber(queues.listeners), nameOf(worst),
                                  groupedNumber(worst.waiting), limit);
    return isScarce(worst) ? QStringLiteral("⚠ ") + text : text;
}

QString listenDropsSentence(const AcceptQueues& queues) {
    if (!queues.totals)
        return {};
    const ListenTotals& totals = *queues.totals;
    if (totals.drops == 0 && totals.fullSynQueues == 0)
        return translated("The kernel has dropped no opening for want of room.");
    return translated("Since the network began the kernel has dropped %1 SYNs and final ACKs of openings; %2 of them "
                      "met a full accept queue. %3 SYNs were dropped while too many were under way.")
        .arg(groupedNumber(totals.drops), groupedNumber(totals.overflows), groupedNumber(totals.fullSynQueues));
}

QString acceptQueuesAdvice(const AcceptQueues& queues) {
    if (queues.queues.empty() || !isScarce(queues.queues.front()))
        return {};
    return translated(
        "A full queue takes no connection: the final ACK is ignored, SYN+ACK comes again, new SYNs get no "
        "answer. Look for a thread that does not call accept(); raise listen()'s backlog and "
        "net.core.somaxconn for bursts only.");
}

std::vector<PanelColumn> acceptQueueColumns() {
    return {{.title = translated("Listener"), .tip = translated("Its address and its program"), .isNumber = false},
            {.title = translated("Waiting"), .tip = translated("Connections that wait for accept()"), .widthPx = 84},
            {.title = translated("Limit"),
             .tip = translated("The lesser of listen()'s backlog and net.core.somaxconn"),
             .widthPx = 74},
            {.title = translated("Dropped"),
             .tip = translated("SYNs and final ACKs that the kernel has dropped since the program listens, mostly "
                               "because this queue was full"),
             .widthPx = 84},
            {.title = translated("Of the limit"),
             .tip = translated("How full the queue is"),
             .widthPx = 230,
             .hasBars = true}};
}

std::vector<PanelRow> acceptQueueRows(const AcceptQueues& queues) {
    std::vector<PanelRow> rows;
    for (const AcceptQueue& queue : queues.queues) {
        const QString warning = isScarce(queue) ? QStringLiteral("⚠ ") : QString();
        const QString share = warning + QStringLiteral("%1 %").arg(queue.share() * 100, 0, 'f', 0);
        rows.push_back(
            {.cells = {{nameOf(queue)},
                       {.text = queue.waiting == 0 ? none() : groupedNumber(queue.waiting), .isStrong = true},
                       {queue.limit ? groupedNumber(*queue.limit) : none()},
                       {.text = queue.drops ? groupedNumber(*queue.drops) : none(), .isStrong = queue.drops > 0U},
                       {.text = queue.limit ? share : none(),
                        .isStrong = isScarce(queue),
                        .parts = TakenParts{queue.share(), 0, isScarce(queue)}}},
             .filter = filterOf(queue)});
    }
    return rows;
}

} // namespace synscope::ui
