// SPDX-License-Identifier: Apache-2.0
#include "ui/models/connection_columns.h"

#include "core/export/escape.h"
#include "ui/format.h"
#include "ui/models/connection_terms.h"
#include "ui/models/process_tip.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace synscope::ui {
namespace {

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::uint64_t ordered(std::int64_t value) {
    return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63U);
}

SortKey keyOf(const SocketAddress& address) {
    std::array<std::uint64_t, 2> words{};
    for (std::size_t i = 0; i < 16; ++i)
        words[i / 8] = words[i / 8] << 8U | address.address.bytes[i];
    // IPv4 before IPv6: the lowest bit of the first word is given up for the family.
    return {words[0] >> 1U | (address.address.isV6 ? std::uint64_t{1} << 63U : 0), words[1], address.port};
}

QString numberText(const Snapshot&, ConnectionId id) {
    return groupedNumber(indexOf(id));
}
SortKey numberKey(const Snapshot&, ConnectionId id) {
    return {indexOf(id), 0, 0};
}

QString clientText(const Snapshot& s, ConnectionId id) {
    return toQString(toText(s.addressOf(s.row(id), Side::Initiator)));
}
SortKey clientKey(const Snapshot& s, ConnectionId id) {
    return keyOf(s.addressOf(s.row(id), Side::Initiator));
}
QString serverText(const Snapshot& s, ConnectionId id) {
    return toQString(toText(s.addressOf(s.row(id), Side::Responder)));
}
SortKey serverKey(const Snapshot& s, ConnectionId id) {
    return keyOf(s.addressOf(s.row(id), Side::Responder));
}

/// "ESTAB", "ESTAB?" where the packets do not decide.
QString stateText(const ConnectionRow& row, Side side) {
    const QString text = toQString(toShortText(row.stateOf(side)));
    return row.possibleOf(side).isCertain() ? text : text + QLatin1Char('?');
}

QString statesText(const Snapshot& s, ConnectionId id) {
    const ConnectionRow& row = s.row(id);
    return stateText(row, Side::Initiator) + QLatin1Char(' ') + stateText(row, Side::Responder);
}

/// CLOSE_WAIT is the worst, what is over the least.
std::uint64_t rankOf(State state) {
    static constexpr std::array<State, kStateCount> kWorstLast{
        State::Closed,      State::Listen,   State::Unknown,  State::TimeWait, State::Established, State::SynSent,
        State::SynReceived, State::FinWait1, State::FinWait2, State::Closing,  State::LastAck,     State::CloseWait};
    return static_cast<std::uint64_t>(std::find(kWorstLast.begin(), kWorstLast.end(), state) - kWorstLast.begin());
}
SortKey statesKey(const Snapshot& s, ConnectionId id) {
    const ConnectionRow& row = s.row(id);
    const std::uint64_t client = rankOf(row.stateOf(Side::Initiator));
    const std::uint64_t server = rankOf(row.stateOf(Side::Responder));
    return {std::max(client, server), client, server};
}

QString lifeText(const Snapshot& s, ConnectionId id) {
    const ConnectionRow& row = s.row(id);
    return clockText(row.first, true) + QStringLiteral(" – ") + clockText(row.last, true);
}
SortKey lifeKey(const Snapshot& s, ConnectionId id) {
    return {ordered(nsSinceEpoch(s.row(id).first)), 0, 0};
}

QString ageTextOf(const Snapshot& s, ConnectionId id) {
    const Age age = ageOf(s, id);
    switch (age.kind) {
    case AgeKind::None:
        return {};
    case AgeKind::TimeWait:
        return QChar(0x2212) + ageText(age.length);
    case AgeKind::CloseWait:
    case AgeKind::Other:
        return (age.isLowerBound ? QStringLiteral("≥ ") : QString()) + ageText(age.length);
    }
    return {};
}
SortKey ageKey(const Snapshot& s, ConnectionId id) {
    const Age age = ageOf(s, id);
    switch (age.kind) {
    case AgeKind::None:
        return {};
    case AgeKind::TimeWait:
        return {1, ordered(-age.length.count()), 0};
    case AgeKind::Other:
        return {2, ordered(age.length.count()), 0};
    case AgeKind::CloseWait:
        return {3, ordered(age.length.count()), 0};
    }
    return {};
}

QString packetsText(const Snapshot& s, ConnectionId id) {
    return groupedNumber(s.row(id).packets());
}
SortKey packetsKey(const Snapshot& s, ConnectionId id) {
    return {s.row(id).packets(), 0, 0};
}
QString bytesText(const Snapshot& s, ConnectionId id) {
    return byteCount(s.row(id).bytes[0] + s.row(id).bytes[1]);
}
SortKey bytesKey(const Snapshot& s, ConnectionId id) {
    return {s.row(id).bytes[0] + s.row(id).bytes[1], 0, 0};
}
QString durationText(const Snapshot& s, ConnectionId id) {
    return lengthText(s.row(id).last - s.row(id).first);
}
SortKey durationKey(const Snapshot& s, ConnectionId id) {
    return {ordered((s.row(id).last - s.row(id).first).count()), 0, 0};
}
QString startText(const Snapshot& s, ConnectionId id) {
    return clockText(s.row(id).first, true);
}

std::uint64_t retransmissions(const Snapshot& s, ConnectionId id) {
    const ConnectionRow& row = s.row(id);
    if (row.anomalies == kNoAnomaly)
        return 0;
    const AnomalyCounters& counters = s.anomalies[indexOf(row.anomalies)];
    return std::uint64_t{counters.side[0].retransmissions} + counters.side[1].retransmissions;
}
QString retransmissionsText(const Snapshot& s, ConnectionId id) {
    const std::uint64_t count = retransmissions(s, id);
    return count > 0 ? groupedNumber(count) : QString();
}
SortKey retransmissionsKey(const Snapshot& s, ConnectionId id) {
    return {retransmissions(s, id), 0, 0};
}

QString findingsText(const Snapshot& s, ConnectionId id) {
    QStringList texts;
    for (const Finding& finding : findingsOf(s, id, s.policy))
        texts += QString::fromStdString(finding.text);
    return texts.join(QStringLiteral("; "));
}
SortKey findingsKey(const Snapshot& s, ConnectionId id) {
    const auto findings = bareFindings(s, id, s.policy);
    return findings.empty() ? SortKey{}
                            : SortKey{static_cast<std::uint64_t>(findings[0].severity) + 1, findings.size(), 0};
}

/// "curl[34] → nginx[12]" where both ends are this machine's.
QString processText(const Snapshot& s, ConnectionId id) {
    QStringList names;
    for (const Side side : {Side::Initiator, Side::Responder})
        if (const std::string name = toText(s.owners.of(id, side)); !name.empty())
            names += QString::fromStdString(cleanText(name));
    return names.join(QStringLiteral(" → "));
}
/// In order of the names, unknown last.
SortKey processKey(const Snapshot& s, ConnectionId id) {
    SortKey key{~std::uint64_t{0}, ~std::uint64_t{0}, 0};
    for (const Side side : {Side::Responder, Side::Initiator}) {
        const SocketOwner* const owner = s.owners.of(id, side);
        if (owner == nullptr || !owner->isKnown())
            continue;
        std::array<std::uint64_t, 2> words{};
        for (std::size_t i = 0; i < 16; ++i)
            words[i / 8] =
                words[i / 8] << 8U | (i < owner->name.size() ? static_cast<unsigned char>(owner->name[i]) : 0U);
        key = {words[0], words[1], static_cast<std::uint64_t>(owner->pid)};
    }
    return key;
}

constexpr int kByChoice = ConnectionColumn::kByChoice;
constexpr int kWhenKnown = ConnectionColumn::kWhenKnown;
#define SYNSCOPE_TEXT(text) QT_TRANSLATE_NOOP("synscope::ui", text)

// name, title, tip, look, right, width, shown from, worst on top, text, key, terms, tip of a cell
const ConnectionColumn kColumns[] = {
    {"number", SYNSCOPE_TEXT("#"), SYNSCOPE_TEXT("Number of the connection, in order of first packets, from 0"),
     ColumnLook::Numbers, true, 64, kByChoice, false, numberText, numberKey, numberTerms},
    {"client", SYNSCOPE_TEXT("Client"),
     SYNSCOPE_TEXT("Who opened: the sender of the first SYN, or of the first packet seen"), ColumnLook::Numbers, false,
     160, 0, false, clientText, clientKey, clientTerms},
    {"server", SYNSCOPE_TEXT("Server"), SYNSCOPE_TEXT("The other end"), ColumnLook::Numbers, false, 152, 0, false,
     serverText, serverKey, serverTerms},
    {"states", SYNSCOPE_TEXT("States"), SYNSCOPE_TEXT("State of client and server at the end of the capture"),
     ColumnLook::States, false, 204, 0, true, statesText, statesKey, statesTerms},
    {"life", SYNSCOPE_TEXT("Life, UTC"),
     SYNSCOPE_TEXT("States over time, client above server; a cross marks a reset. Times are UTC. "
                   "Sorts by first packet"),
     ColumnLook::Life, false, 296, 0, false, lifeText, lifeKey, lifeTerms},
    {"age", SYNSCOPE_TEXT("Age"),
     SYNSCOPE_TEXT("How long the present state has lasted (min:s), \"≥\" where only the kernel knows since when; "
                   "in TIME_WAIT, how long it still runs"),
     ColumnLook::Age, true, 94, 0, true, ageTextOf, ageKey, ageTerms},
    {"packets", SYNSCOPE_TEXT("Packets"), SYNSCOPE_TEXT("Packets of both directions"), ColumnLook::Numbers, true, 92,
     940, true, packetsText, packetsKey, packetsTerms},
    {"bytes", SYNSCOPE_TEXT("Bytes"), SYNSCOPE_TEXT("Payload bytes of both directions, without retransmitted ones"),
     ColumnLook::Numbers, true, 84, 1040, true, bytesText, bytesKey, bytesTerms},
    {"duration", SYNSCOPE_TEXT("Duration"), SYNSCOPE_TEXT("From the first packet to the last"), ColumnLook::Numbers,
     true, 88, 1140, true, durationText, durationKey, durationTerms},
    {"retransmissions", SYNSCOPE_TEXT("Retrans."), SYNSCOPE_TEXT("Segments sent again, both directions"),
     ColumnLook::Numbers, true, 80, 1240, true, retransmissionsText, retransmissionsKey, retransmissionsTerms},
    {"start", SYNSCOPE_TEXT("Start"), SYNSCOPE_TEXT("Time of the first packet, UTC"), ColumnLook::Numbers, true, 112,
     kByChoice, false, startText, lifeKey, startTerms},
    {"findings", SYNSCOPE_TEXT("Findings"), SYNSCOPE_TEXT("What is remarkable about the connection, worst first"),
     ColumnLook::Words, false, 280, kByChoice, true, findingsText, findingsKey, findingsTerms},
    {"process", SYNSCOPE_TEXT("Process"),
     SYNSCOPE_TEXT("Who holds the sockets, where this machine's kernel or the saved capture tells; client → server "
                   "where both are known"),
     ColumnLook::Words, false, 150, kWhenKnown, false, processText, processKey, processTerms, connectionProcessTip},
};
#undef SYNSCOPE_TEXT

} // namespace

std::span<const ConnectionColumn> connectionColumns() {
    return kColumns;
}

int columnOf(ColumnLook look) {
    const auto found = std::ranges::find(kColumns, look, &ConnectionColumn::look);
    return found == std::end(kColumns) ? -1 : static_cast<int>(found - std::begin(kColumns));
}

Timestamp stateSince(const Snapshot& snapshot, const ConnectionRow& row, Side side) {
    const std::optional<Transition> newest = snapshot.newestTransition(row, side);
    return newest ? newest->time() : row.first;
}

std::optional<Side> sideInCloseWait(const ConnectionRow& row) {
    if (row.stateOf(Side::Responder) == State::CloseWait)
        return Side::Responder;
    if (row.stateOf(Side::Initiator) == State::CloseWait)
        return Side::Initiator;
    return std::nullopt;
}

Age ageOf(const Snapshot& snapshot, ConnectionId id) {
    const ConnectionRow& row = snapshot.row(id);
    const auto age = [&](AgeKind kind, Side side) {
        const std::optional<Transition> newest = snapshot.newestTransition(row, side);
        const Timestamp since = newest ? newest->time() : row.first;
        return Age{kind, snapshot.end - since, newest && newest->basis() == Basis::Kernel};
    };
    if (const auto side = sideInCloseWait(row))
        return age(AgeKind::CloseWait, *side);
    Age newest;
    for (const Side side : {Side::Initiator, Side::Responder}) {
        const State state = row.stateOf(side);
        if (state == State::TimeWait)
            return {AgeKind::TimeWait,
                    std::max(Duration(0), stateSince(snapshot, row, side) + snapshot.timeWait - snapshot.end)};
        if (state == State::Closed || state == State::Listen || state == State::Unknown)
            continue;
        const Age own = age(AgeKind::Other, side);
        if (newest.kind == AgeKind::None || own.length < newest.length)
            newest = own;
    }
    return newest;
}

} // namespace synscope::ui
