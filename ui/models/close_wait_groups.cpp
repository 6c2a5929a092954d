// SPDX-License-Identifier: Apache-2.0
#include "ui/models/close_wait_groups.h"

#include "ui/format.h"
#include "ui/models/connection_columns.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace synscope::ui {
namespace {

constexpr std::uint32_t kLookEvery = 4096; // connections between two looks at the flag

QString toQString(const std::string& text) {
    return QString::fromStdString(text);
}

SocketAddress ownerOf(const Snapshot& snapshot, const ConnectionRow& row, Side side) {
    SocketAddress owner = snapshot.addressOf(row, side);
    if (side == Side::Initiator)
        owner.port = 0;
    return owner;
}

} // namespace

QString CloseWaitGroup::filterText() const {
    if (ownerIsServer)
        return QStringLiteral("server.state==close_wait server==%1").arg(toQString(toText(owner)));
    return QStringLiteral("client.state==close_wait client==%1").arg(toQString(toText(owner.address)));
}

std::optional<std::vector<CloseWaitGroup>> closeWaitGroups(const Snapshot& snapshot,
                                                           const std::atomic<bool>& cancelled) {
    std::map<SocketAddress, CloseWaitGroup> byOwner;
    std::uint32_t seen = 0;
    for (const ConnectionId id : snapshot.connections()) {
        if (seen++ % kLookEvery == 0 && cancelled.load())
            return std::nullopt;
        const ConnectionRow& row = snapshot.row(id);
        const auto side = sideInCloseWait(row);
        if (!side)
            continue;
        const SocketAddress owner = ownerOf(snapshot, row, *side);
        CloseWaitGroup& group = byOwner[owner];
        const Duration age = snapshot.end - stateSince(snapshot, row, *side);
        group.owner = owner;
        group.ownerIsServer = *side == Side::Responder;
        group.undecided += row.possibleOf(*side).isCertain() ? 0 : 1;
        if (group.waiting++ == 0 || age > group.oldestAge) {
            group.oldestAge = age;
            group.oldest = id;
        }
    }
    std::vector<CloseWaitGroup> groups;
    for (const auto& [owner, group] : byOwner)
        groups.push_back(group);
    std::stable_sort(groups.begin(), groups.end(), [](const CloseWaitGroup& a, const CloseWaitGroup& b) {
        return a.waiting != b.waiting ? a.waiting > b.waiting : a.oldestAge > b.oldestAge;
    });
    return groups;
}

QString ownerText(const CloseWaitGroup& group) {
    if (group.ownerIsServer)
        return toQString(toText(group.owner));
    return QCoreApplication::translate("synscope::ui::CloseWaitGroup", "%1 (client)")
        .arg(toQString(toText(group.owner.address)));
}

QString owedSentence(const CloseWaitGroup& group) {
    const QString age = ageText(group.oldestAge);
    if (group.waiting == 1 && group.undecided == 1)
        return QCoreApplication::translate("synscope::ui::CloseWaitGroup",
                                           "Perhaps %1 owes a close: the packets do not decide.")
            .arg(ownerText(group));
    if (group.undecided > 0)
        return QCoreApplication::translate(
                   "synscope::ui::CloseWaitGroup",
                   "%2 got the first FIN %1 ago and owes %3 closes, %4 of them perhaps: the packets do not decide.")
            .arg(age, ownerText(group), groupedNumber(group.waiting), groupedNumber(group.undecided));
    if (group.waiting == 1)
        return QCoreApplication::translate("synscope::ui::CloseWaitGroup", "%2 got FIN %1 ago and still owes a close.")
            .arg(age, ownerText(group));
    return QCoreApplication::translate("synscope::ui::CloseWaitGroup",
                                       "%2 got the first FIN %1 ago and still owes %3 closes.")
        .arg(age, ownerText(group), groupedNumber(group.waiting));
}

} // namespace synscope::ui
