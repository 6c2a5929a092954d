// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_terms.h"

#include "core/store/filter_text.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace synscope::ui {
namespace {

constexpr std::array<Side, 2> kSides{Side::Initiator, Side::Responder};
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString nameOf(Side side) {
    return side == Side::Initiator ? QStringLiteral("client") : QStringLiteral("server");
}

QString nameOf(State state) {
    return toQString(toText(state));
}

QString term(const QString& field, const char* op, const QString& value) {
    return field + QLatin1Char(' ') + QLatin1String(op) + QLatin1Char(' ') +
           toQString(filterValueText(value.toStdString()));
}

FilterTerms addressTerms(const Snapshot& snapshot, ConnectionId id, Side side) {
    const SocketAddress address = snapshot.addressOf(snapshot.row(id), side);
    const QString name = nameOf(side);
    return {term(name, "==", toQString(toText(address.address))),
            term(name + QStringLiteral(".port"), "==", QString::number(address.port)),
            term(name, "==", toQString(toText(address)))};
}

/// The number itself, then what is no less, then what is no more.
FilterTerms countTerms(const char* field, std::uint64_t count) {
    const QString name = QLatin1String(field);
    const QString number = QString::number(count);
    return {term(name, "==", number), term(name, ">=", number), term(name, "<=", number)};
}

/// To the second: every time that is written so lies within it.
FilterTerms momentTerms(Timestamp time) {
    const std::int64_t ns = nsSinceEpoch(time);
    const std::int64_t seconds = ns / kNsPerSecond - (ns % kNsPerSecond < 0 ? 1 : 0);
    const QString text =
        QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"));
    const QString field = QStringLiteral("start");
    return {term(field, "==", text), term(field, ">=", text), term(field, "<=", text)};
}

bool isOpen(State state) {
    return state != State::Closed && state != State::Listen && state != State::Unknown;
}

} // namespace

FilterTerms numberTerms(const Snapshot&, ConnectionId id) {
    return countTerms("stream", indexOf(id));
}

FilterTerms clientTerms(const Snapshot& snapshot, ConnectionId id) {
    return addressTerms(snapshot, id, Side::Initiator);
}

FilterTerms serverTerms(const Snapshot& snapshot, ConnectionId id) {
    return addressTerms(snapshot, id, Side::Responder);
}

FilterTerms statesTerms(const Snapshot& snapshot, ConnectionId id) {
    const ConnectionRow& row = snapshot.row(id);
    std::array<QString, 2> one;
    for (const Side side : kSides)
        one[static_cast<std::size_t>(side)] =
            term(nameOf(side) + QStringLiteral(".state"), "==", nameOf(row.stateOf(side)));
    FilterTerms terms{one[0] + QStringLiteral(" && ") + one[1], one[0], one[1]};
    for (const Side side : kSides)
        terms.push_back(term(QStringLiteral("state"), "==", nameOf(row.stateOf(side))));
    if (terms[3] == terms[4])
        terms.pop_back();
    if (!row.possibleOf(Side::Initiator).isCertain() || !row.possibleOf(Side::Responder).isCertain())
        terms.push_back(QStringLiteral("ambiguous"));
    return terms;
}

FilterTerms lifeTerms(const Snapshot& snapshot, ConnectionId id) {
    FilterTerms terms = momentTerms(snapshot.row(id).first);
    StateSet states{snapshot.row(id).stateOf(Side::Initiator), snapshot.row(id).stateOf(Side::Responder)};
    for (const Transition& move : snapshot.transitionsOf(id))
        states.add(move.to());
    for (std::size_t i = 0; i < kStateCount; ++i)
        if (const auto state = static_cast<State>(i); states.has(state) && isOpen(state))
            terms.push_back(QStringLiteral("ever(%1)").arg(nameOf(state)));
    if (snapshot.row(id).resetSeen != 0)
        terms.push_back(QStringLiteral("reset"));
    return terms;
}

FilterTerms ageTerms(const Snapshot& snapshot, ConnectionId id) {
    const ConnectionRow& row = snapshot.row(id);
    FilterTerms terms;
    for (const Side side : {Side::Responder, Side::Initiator}) {
        const State state = row.stateOf(side);
        if (!isOpen(state))
            continue;
        const EndpointView end = snapshot.endpoint(id, side);
        const std::int64_t seconds = std::max<std::int64_t>(0, (snapshot.end - end.since).count() / kNsPerSecond);
        const QString field = nameOf(side) + QLatin1Char('.') + nameOf(state).toLower();
        terms.push_back(term(field, ">=", QStringLiteral("%1s").arg(seconds)));
        terms.push_back(term(field, "<", QStringLiteral("%1s").arg(seconds + 1)));
    }
    // Who owes a close comes first, whichever side it is.
    std::stable_partition(terms.begin(), terms.end(),
                          [](const QString& t) { return t.contains(QStringLiteral("close_wait")); });
    return terms;
}

FilterTerms packetsTerms(const Snapshot& snapshot, ConnectionId id) {
    return countTerms("packets", snapshot.row(id).packets());
}

FilterTerms bytesTerms(const Snapshot& snapshot, ConnectionId id) {
    return countTerms("bytes", snapshot.row(id).bytes[0] + snapshot.row(id).bytes[1]);
}

FilterTerms durationTerms(const Snapshot& snapshot, ConnectionId id) {
    const std::int64_t ms = (snapshot.row(id).last - snapshot.row(id).first).count() / kNsPerMs;
    const QString field = QStringLiteral("duration");
    return {term(field, ">=", QStringLiteral("%1ms").arg(std::max<std::int64_t>(0, ms))),
            term(field, "<", QStringLiteral("%1ms").arg(std::max<std::int64_t>(0, ms) + 1))};
}

FilterTerms retransmissionsTerms(const Snapshot& snapshot, ConnectionId id) {
    std::uint64_t count = 0;
    for (const Side side : kSides)
        count += snapshot.endpoint(id, side).anomalies.retransmissions;
    return countTerms("retransmissions", count);
}

FilterTerms startTerms(const Snapshot& snapshot, ConnectionId id) {
    return momentTerms(snapshot.row(id).first);
}

FilterTerms findingsTerms(const Snapshot& snapshot, ConnectionId id) {
    FilterTerms terms;
    for (const Finding& finding : findingsOf(snapshot, id, snapshot.policy)) {
        const QString text = term(QStringLiteral("finding"), "==", toQString(finding.kind));
        if (std::ranges::find(terms, text) == terms.end())
            terms.push_back(text);
    }
    if (terms.empty())
        terms.push_back(QStringLiteral("!finding"));
    return terms;
}

FilterTerms processTerms(const Snapshot& snapshot, ConnectionId id) {
    FilterTerms terms;
    for (const Side side : {Side::Responder, Side::Initiator}) {
        const SocketOwner* const owner = snapshot.owners.of(id, side);
        if (owner == nullptr || !owner->isKnown())
            continue;
        terms.push_back(term(nameOf(side) + QStringLiteral(".process"), "==", toQString(owner->name)));
        terms.push_back(term(nameOf(side) + QStringLiteral(".pid"), "==", QString::number(owner->pid)));
        terms.push_back(term(QStringLiteral("process"), "==", toQString(owner->name)));
    }
    return terms;
}

} // namespace synscope::ui
