// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/incident_text.h"

#include "core/diagram/ladder_text.h"

#include <array>

namespace synscope {
namespace {

/// In the explanation '@' stands for the endpoint it is about and '#' for its peer.
struct IncidentWords {
    std::string_view label;
    std::string_view explanation;
};

/// By IncidentKind.
constexpr std::array<IncidentWords, kIncidentKindCount> kWords{{
    {"old duplicate SYN", "a SYN of @ from an earlier time arrived late and was refused (RFC 9293, 3.5)"},
    {"challenge ACK", "@ sent SYN on a live connection: # asked with an ACK whether it means it (RFC 5961, 4)"},
    {"challenge ACK: RST ignored", "the RST of @ is not exact: # asked with an ACK and went on (RFC 5961, 3)"},
    {"RST not answered yet", "the RST of @ is in the window but not exact: whether # took it, no packet shows"},
    {"RST ignored: outside the window", "# drops the RST of @: its number is outside the window (RFC 9293, 3.10.7.4)"},
    {"RST ignored: answers no SYN", "the RST of @ acknowledges no SYN of # (RFC 9293, 3.10.7.3)"},
    {"RST of somebody else", "the RST bears the address of @, which goes on talking: somebody else sent it"},
    {"half-open connection", "@ had lost the connection: it answers with RST (RFC 9293, 3.5.1)"},
    {"TIME_WAIT cut short by RST", "a RST ended TIME_WAIT of @ before its time (RFC 1337)"},
    {"final ACK not taken", "@ sends SYN + ACK again: it did not take the final ACK, its accept queue may be full"},
    {"simultaneous open", "@ sent its SYN before it had the other one: both open (RFC 9293, 3.5)"},
    {"simultaneous close", "@ sent its FIN before it had acknowledged the other one: both close (RFC 9293, 3.6)"},
    {"SYN too early for these ports",
     "# is still in TIME_WAIT and the SYN of @ is not above the last number (RFC 9293, 3.6.1)"},
    {"stale segment", "@ sent it in an earlier connection of the same ports: # drops it"},
    {"perhaps a stale segment", "its numbers fit this connection and the one before (RFC 1337)"},
    {"old timestamp: dropped", "the timestamp of @ is older than the last one seen: # drops the segment (RFC 7323, 5)"},
    {"data beyond the window", "@ sent more than # had offered to take"},
    {"ACK of what was never sent", "@ acknowledges bytes that # has not sent (RFC 9293, 3.10.7.4)"},
    {"data after FIN", "@ sent data beyond its own FIN"},
    {"FIN ignored", "the FIN of @ lies outside the window, or elsewhere than its first one"},
    {"impossible flags", "@ sent flags that no TCP sends together"},
    {"another SYN + ACK", "@ answered with two different numbers"},
    {"too many different SYNs", "@ sent more different SYNs than are kept apart"},
    {"acknowledges something else", "@ acknowledges a number that is not that of the SYN"},
    {"window taken back", "@ took back window that it had offered (RFC 9293, 3.8.6.2.1)"},
    {"window scale too large", "@ offered a shift above 14, which counts as 14 (RFC 7323, 2.3)"},
    {"had not arrived", "the repetition shows that @ had not received it the first time"},
    {"FIN not captured", "later packets show that @ sent FIN, which the capture does not hold"},
    {"RST: data after close", "@ had closed: it answers data that still came with RST"},
}};
static_assert(!kWords.back().label.empty(), "a kind without words");

std::string packetsText(const DetailIncident& incident) {
    std::string text;
    if (incident.packet != kNoPacket)
        text += "; packet " + std::to_string(indexOf(incident.packet));
    if (incident.related != kNoPacket)
        text += ", see packet " + std::to_string(indexOf(incident.related));
    return text;
}

} // namespace

std::string_view incidentLabel(IncidentKind kind) {
    return kWords[static_cast<std::size_t>(kind)].label;
}

std::string incidentText(const ConnectionDetail& detail, const DetailIncident& incident) {
    std::string text;
    for (const char c : kWords[static_cast<std::size_t>(incident.kind)].explanation) {
        if (c == '@')
            text += theRole(detail, incident.side);
        else if (c == '#')
            text += theRole(detail, other(incident.side));
        else
            text += c;
    }
    return text + packetsText(incident);
}

} // namespace synscope
