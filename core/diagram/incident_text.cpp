// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/incident_text.h"

#include "core/diagram/ladder_text.h"

#include <array>

namespace synscope {
namespace {

/// In the explanation {0} stands for the endpoint it is about and {1} for its peer.
struct IncidentWords {
    std::string_view label;
    std::string_view explanation;
};

/// By IncidentKind.
constexpr std::array<IncidentWords, kIncidentKindCount> kWords{{
    {phrase("old duplicate SYN"),
     phrase("a SYN of {0} from an earlier time arrived late and was refused (RFC 9293, 3.5)")},
    {phrase("challenge ACK"),
     phrase("{0} sent SYN on a live connection: {1} asked with an ACK whether it means it (RFC 5961, 4)")},
    {phrase("challenge ACK: RST ignored"),
     phrase("the RST of {0} is not exact: {1} asked with an ACK and went on (RFC 5961, 3)")},
    {phrase("RST not answered yet"),
     phrase("the RST of {0} is in the window but not exact: whether {1} took it, no packet shows")},
    {phrase("RST ignored: outside the window"),
     phrase("{1} drops the RST of {0}: its number is outside the window (RFC 9293, 3.10.7.4)")},
    {phrase("RST ignored: answers no SYN"), phrase("the RST of {0} acknowledges no SYN of {1} (RFC 9293, 3.10.7.3)")},
    {phrase("RST of somebody else"),
     phrase("the RST bears the address of {0}, which goes on talking: somebody else sent it")},
    {phrase("half-open connection"), phrase("{0} had lost the connection: it answers with RST (RFC 9293, 3.5.1)")},
    {phrase("TIME_WAIT cut short by RST"), phrase("a RST ended TIME_WAIT of {0} before its time (RFC 1337)")},
    {phrase("final ACK not taken"),
     phrase("{0} sends SYN + ACK again: it did not take the final ACK, its accept queue may be full")},
    {phrase("simultaneous open"), phrase("{0} sent its SYN before it had the other one: both open (RFC 9293, 3.5)")},
    {phrase("simultaneous close"),
     phrase("{0} sent its FIN before it had acknowledged the other one: both close (RFC 9293, 3.6)")},
    {phrase("SYN too early for these ports"),
     phrase("{1} is still in TIME_WAIT and the SYN of {0} is not above the last number (RFC 9293, 3.6.1)")},
    {phrase("stale segment"), phrase("{0} sent it in an earlier connection of the same ports: {1} drops it")},
    {phrase("perhaps a stale segment"), phrase("its numbers fit this connection and the one before (RFC 1337)")},
    {phrase("old timestamp: dropped"),
     phrase("the timestamp of {0} is older than the last one seen: {1} drops the segment (RFC 7323, 5)")},
    {phrase("data beyond the window"), phrase("{0} sent more than {1} had offered to take")},
    {phrase("ACK of what was never sent"), phrase("{0} acknowledges bytes that {1} has not sent (RFC 9293, 3.10.7.4)")},
    {phrase("data after FIN"), phrase("{0} sent data beyond its own FIN")},
    {phrase("FIN ignored"), phrase("the FIN of {0} lies outside the window, or elsewhere than its first one")},
    {phrase("impossible flags"), phrase("{0} sent flags that no TCP sends together")},
    {phrase("another SYN + ACK"), phrase("{0} answered with two different numbers")},
    {phrase("too many different SYNs"), phrase("{0} sent more different SYNs than are kept apart")},
    {phrase("acknowledges something else"), phrase("{0} acknowledges a number that is not that of the SYN")},
    {phrase("window taken back"), phrase("{0} took back window that it had offered (RFC 9293, 3.8.6.2.1)")},
    {phrase("window scale too large"), phrase("{0} offered a shift above 14, which counts as 14 (RFC 7323, 2.3)")},
    {phrase("had not arrived"), phrase("the repetition shows that {0} had not received it the first time")},
    {phrase("FIN not captured"), phrase("later packets show that {0} sent FIN, which the capture does not hold")},
    {phrase("RST: data after close"), phrase("{0} had closed: it answers data that still came with RST")},
}};
static_assert(!kWords.back().label.empty(), "a kind without words");

std::string packetsText(Language language, const DetailIncident& incident) {
    std::string text;
    if (incident.packet != kNoPacket)
        text += say(language, "; packet {0}", {std::to_string(indexOf(incident.packet))});
    if (incident.related != kNoPacket)
        text += say(language, ", see packet {0}", {std::to_string(indexOf(incident.related))});
    return text;
}

} // namespace

std::string_view incidentLabel(IncidentKind kind, Language language) {
    return templateIn(language, kWords[static_cast<std::size_t>(kind)].label);
}

std::string incidentText(const ConnectionDetail& detail, const DetailIncident& incident) {
    return say(detail.language, kWords[static_cast<std::size_t>(incident.kind)].explanation,
               {theRole(detail, incident.side), theRole(detail, other(incident.side))}) +
           packetsText(detail.language, incident);
}

} // namespace synscope
