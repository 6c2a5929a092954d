// SPDX-License-Identifier: Apache-2.0
//
// The tables of the page of ports and queues.
#include "ui/models/ports_view.h"

#include "ui/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace synscope::ui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("synscope::ui", text);
}

template <typename Address>
QString textOf(const Address& address) {
    return QString::fromStdString(toText(address));
}

QString towards(const QString& from, const QString& to) {
    return from + QStringLiteral(" → ") + to;
}

QString numberOrNone(std::uint64_t number) {
    return number == 0 ? QString(QChar(0x2013)) : groupedNumber(number);
}

QString nameOf(const TimeWaitGroup& group) {
    return group.holderListens() ? textOf(group.holder) : towards(textOf(group.holder.address), textOf(group.peer));
}

QString filterOf(const TimeWaitGroup& group) {
    if (group.holderListens())
        return QStringLiteral("server.state==time_wait server==%1").arg(textOf(group.holder));
    return QStringLiteral("client.state==time_wait client==%1 server==%2")
        .arg(textOf(group.holder.address), textOf(group.peer));
}

/// Shown from the side of either end, as who opened may be a guess.
QString filterOf(const PortUse& use) {
    return QStringLiteral("ip==%1 ip==%2 port==%3 !client.state==closed")
        .arg(textOf(use.client), textOf(use.server.address))
        .arg(use.server.port);
}

QString filterOf(const ListenerOpenings& one) {
    return QStringLiteral("server==%1 (%2)").arg(textOf(one.listener), openingsFilter(one));
}

PanelCell strong(const QString& text) {
    return {.text = text, .isStrong = true};
}

PanelCell barOf(const PortUse& use) {
    const double held = use.size == 0 ? 0 : std::min(use.share(), static_cast<double>(use.timeWait) / use.size);
    const QString warning = use.isScarce() ? QStringLiteral("⚠ ") : QString();
    return {.text = warning + QStringLiteral("%1 %").arg(use.share() * 100, 0, 'f', 1),
            .isStrong = use.isScarce(),
            .parts = TakenParts{use.share() - held, held, use.isScarce()}};
}

QString tipOf(const PortUse& use) {
    const QString text = translated("%1 ports in use, %2 held by TIME_WAIT, %3 free of %4")
                             .arg(groupedNumber(use.used), groupedNumber(use.timeWait), groupedNumber(use.free()),
                                  groupedNumber(use.size));
    const QString outside =
        use.outside == 0 ? QString() : translated("; %1 lie outside the range").arg(groupedNumber(use.outside));
    return text + outside + (use.isAssumed ? translated(" (assumed range)") : translated(" (its own range)"));
}

} // namespace

PortsView portsViewOf(SnapshotPtr snapshot, std::optional<ThisHost> host, bool isMadeHere,
                      const IsCancelled& isCancelled) {
    PortsView view;
    view.isMadeHere = isMadeHere;
    view.policy = snapshot->policy;
    view.waits = timeWaitsOf(*snapshot, kPortRowsShown, isCancelled);
    view.uses = portUsesOf(*snapshot, {.host = host, .isHere = isMadeHere, .most = kPortRowsShown}, isCancelled);
    view.openings = openingsOf(*snapshot, {.policy = view.policy, .most = kPortRowsShown, .isCancelled = isCancelled});
    view.host = std::move(host);
    view.snapshot = std::move(snapshot);
    return view;
}

std::vector<PanelColumn> timeWaitGroupColumns() {
    return {{.title = translated("Held by"),
             .tip = translated("The listener, or the client and its server where the client closed first"),
             .isNumber = false},
            {.title = translated("Number"), .tip = translated("Connections in TIME_WAIT"), .widthPx = 74},
            {.title = translated("First"),
             .tip = translated("The time left until the first of them is over"),
             .widthPx = 58},
            {.title = translated("Last"),
             .tip = translated("The time left until the last of them is over"),
             .widthPx = 58}};
}

std::vector<PanelColumn> timeWaitNextColumns() {
    return {{.title = translated("Ends next"),
             .tip = translated("Who is in TIME_WAIT, and towards whom"),
             .isNumber = false},
            {.title = translated("Left"), .tip = translated("Minutes and seconds until it is over"), .widthPx = 64}};
}

std::vector<PanelColumn> portUseColumns() {
    return {{.title = translated("Client and server"),
             .tip = translated("A host, and the address and port it is connected to"),
             .isNumber = false},
            {.title = translated("In use"),
             .tip = translated("Ports of the client whose connections are not closed"),
             .widthPx = 78},
            {.title = translated("TIME_WAIT"),
             .tip = translated("Ports that only TIME_WAIT of the client still holds"),
             .widthPx = 92},
            {.title = translated("Free"), .tip = translated("Ports of the range that are left"), .widthPx = 78},
            {.title = translated("Of the range"),
             .tip = translated("Taken part of the range of local ports; hatched: held by TIME_WAIT"),
             .widthPx = 230,
             .hasBars = true}};
}

std::vector<PanelColumn> openingsColumns() {
    return {{.title = translated("Listener"), .tip = translated("Who was asked"), .isNumber = false},
            {.title = translated("Half-open"),
             .tip = translated("In SYN_RECEIVED: the final ACK is missing"),
             .widthPx = 92},
            {.title = translated("Oldest"), .tip = translated("How long the oldest of them waits"), .widthPx = 74},
            {.title = translated("Unanswered"),
             .tip = translated("In SYN_SENT: the listener has not said a word"),
             .widthPx = 114},
            {.title = translated("Asked"),
             .tip = translated("How often the most persistent of them sent its SYN"),
             .widthPx = 70},
            {.title = translated("Not taken"),
             .tip = translated("SYN+ACK sent again after the final ACK, as a full accept queue makes it"),
             .widthPx = 88}};
}

std::vector<PanelRow> timeWaitGroupRows(const PortsView& view, Timestamp now) {
    std::vector<PanelRow> rows;
    for (const TimeWaitGroup& group : view.waits.groups)
        rows.push_back({.cells = {{nameOf(group)},
                                  strong(groupedNumber(group.count)),
                                  {ageText(group.firstEnds - now)},
                                  {ageText(group.lastEnds - now)}},
                        .filter = filterOf(group)});
    return rows;
}

std::vector<PanelRow> timeWaitNextRows(const PortsView& view, Timestamp now) {
    std::vector<PanelRow> rows;
    for (const TimeWaitEntry& entry : view.waits.next)
        rows.push_back({.cells = {{towards(textOf(entry.holder), textOf(entry.peer))}, {ageText(entry.ends - now)}},
                        .filter = timeWaitFilter(),
                        .connection = entry.connection});
    return rows;
}

std::vector<PanelRow> portUseRows(const PortsView& view) {
    std::vector<PanelRow> rows;
    for (const PortUse& use : view.uses.uses)
        rows.push_back({.cells = {{towards(textOf(use.client), textOf(use.server))},
                                  strong(numberOrNone(use.used)),
                                  {numberOrNone(use.timeWait)},
                                  {groupedNumber(use.free())},
                                  barOf(use)},
                        .tip = tipOf(use),
                        .filter = filterOf(use)});
    return rows;
}

std::vector<PanelRow> openingsRows(const PortsView& view, Timestamp now) {
    std::vector<PanelRow> rows;
    for (const ListenerOpenings& one : view.openings.listeners) {
        const QString flood = one.flooding > 0 ? QStringLiteral("⚠ ") : QString();
        rows.push_back({.cells = {{flood + textOf(one.listener)},
                                  strong(numberOrNone(one.halfOpen)),
                                  {one.halfOpen == 0 ? numberOrNone(0) : ageText(now - one.oldestHalfOpen)},
                                  strong(numberOrNone(one.unanswered)),
                                  {numberOrNone(one.mostSyns)},
                                  {numberOrNone(one.notTaken)}},
                        .filter = filterOf(one)});
    }
    return rows;
}

QString timeWaitFilter() {
    return QStringLiteral("state==TIME_WAIT");
}

/// Findings cost a look at each connection, so they are asked for only where there are some.
QString openingsFilter(const ListenerOpenings& openings) {
    const QString text = QStringLiteral("server.state==syn_received || client.state==syn_sent");
    return openings.notTaken == 0 ? text : text + QStringLiteral(" || finding==accept-queue-overflow");
}

} // namespace synscope::ui
