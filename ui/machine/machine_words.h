// SPDX-License-Identifier: Apache-2.0
//
// The words for a machine's sockets: who holds them, why they owe a close, how that grows, and what to look for in the
// code. Pure functions over a view.
#pragma once

#include "core/store/machine_watch.h"

#include <QString>

namespace synscope::ui {

/// "orders-api (4711)", with "docker 0123456789ab" where it runs in one; "owner unknown" where it may not be read.
[[nodiscard]] QString processText(const MachineReading& reading, const MachineSocket& socket);
[[nodiscard]] QString processText(const SocketLeakGroup& group);
/// Why the owner is not known, and how to see it; else the command line.
[[nodiscard]] QString processTip(const MachineReading& reading, const MachineSocket& socket);
[[nodiscard]] QString processTip(const SocketLeakGroup& group);
/// "orders", or the number where the system knows no name.
[[nodiscard]] QString userText(const std::string& name, std::uint32_t uid);

/// "10.0.0.2:80", "10.0.0.7 → 10.0.0.2:80" for a client, "descriptors without a connection" for ghosts.
[[nodiscard]] QString groupName(const SocketLeakGroup& group);
/// "not closed", "unread data": a word or two.
[[nodiscard]] QString causeWord(OwedCause cause);
/// As causeWord(), but "young" where it is too early to tell.
[[nodiscard]] QString causeLabel(const MachineView& view, const SocketLeak& leak);
/// "3:02", "≥ 3:02" where it may be older.
[[nodiscard]] QString ageLabel(Duration age, bool isLowerBound);
/// "412 of 1 024", "in 12:03" where they run out; empty where it may not be read.
[[nodiscard]] QString roomLabel(const SocketLeakGroup& group);

/// "10.0.0.2:8080 owes 200 closes, the oldest for at least 3:02." and of what kinds.
[[nodiscard]] QString owesSentence(const MachineView& view, const SocketLeakGroup& group);
/// How the number grows, how long descriptors last, and what ended.
[[nodiscard]] QString trendSentence(const MachineView& view, const SocketLeakGroup& group);
/// What to look for, by the commonest cause; and how to see an owner who is not known.
[[nodiscard]] QString adviceSentence(const SocketLeakGroup& group);
/// Of one socket: who got whose FIN how long ago, and what its program does not do.
[[nodiscard]] QString leakSentence(const MachineView& view, const SocketLeak& leak);
[[nodiscard]] QString endedSentence(const EndedLeak& leak);
/// The sentences of a group and a line a socket, to paste into a report.
[[nodiscard]] QString reportText(const MachineView& view, std::uint32_t group);

} // namespace synscope::ui
