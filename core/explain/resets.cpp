// SPDX-License-Identifier: Apache-2.0
//
// RST: why it came, and which ones do not count.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

/// The state of the reset's sender before it.
State stateBefore(const Story& s, std::size_t reset) {
    const auto sender = static_cast<std::size_t>(s.segments[reset].sender);
    return reset > 0 ? s.segments[reset - 1].stateAfter[sender] : s.detail.initialState[sender];
}

void addConsequence(const Story& s, Side resetter, Explanation& e) {
    e.sentences.push_back(say(s.language,
                              "Both sides forget the connection at once and nobody waits in TIME_WAIT. The next call "
                              "of {0}'s program fails with “connection reset by peer”.",
                              {s.who(other(resetter))}));
}

void tellAborted(const Story& s, std::size_t reset, Explanations& told) {
    const Side side = s.segments[reset].sender;
    Explanation e = explanationAt(s, ExplanationKind::Aborted, reset, side);
    e.rfc = "RFC 9293, 3.10.5";
    e.title = say(s.language, "RST: {0} drops the connection", {s.who(side)});
    const State before = stateBefore(s, reset);
    if (before == State::CloseWait)
        e.sentences.push_back(say(s.language,
                                  "{0} was in CLOSE_WAIT and owed a FIN; it sends RST instead. No leave is taken, and "
                                  "what was on its way is lost.",
                                  {s.whoFirst(side)}));
    else if (s.facts.fin[static_cast<std::size_t>(side)])
        e.sentences.push_back(
            say(s.language, "{0} had sent FIN already; with RST it says that it will not hear anything more, either.",
                {s.whoFirst(side)}));
    else
        e.sentences.push_back(
            say(s.language,
                "RST instead of FIN: {0} takes no leave, nothing is acknowledged, and data on their way may be lost.",
                {s.who(side)}));
    const bool isAfterBothFins = s.facts.fin[0] && s.facts.fin[1];
    if (!isAfterBothFins)
        addConsequence(s, side, e);
    if (before == State::Established || before == State::CloseWait)
        e.sentences.push_back(say(s.language, "A program asks for this with SO_LINGER and a time of zero; a kernel "
                                              "does it, too, when a program closes with data unread."));
    told.push_back(std::move(e));
}

void tellDataAfterClose(const Story& s, const DetailIncident& incident, std::size_t reset, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::DataAfterClose, reset, incident.side);
    restOn(e, incident.related);
    e.rfc = "RFC 9293, 3.6.1";
    e.title = say(s.language, "RST: data for a program that has closed");
    e.sentences.push_back(say(s.language,
                              "{0} had closed, so the data in packet {1} have no reader any more; its kernel answers "
                              "with RST and the data are lost.",
                              {s.whoFirst(incident.side), std::to_string(indexOf(incident.related))}));
    addConsequence(s, incident.side, e);
    told.push_back(std::move(e));
}

void tellHalfOpen(const Story& s, const DetailIncident& incident, std::size_t reset, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::HalfOpen, reset, incident.side);
    restOn(e, incident.related);
    e.rfc = "RFC 9293, 3.5.1";
    e.title = say(s.language, "RST: {0} knows nothing of this connection", {s.who(incident.side)});
    e.sentences.push_back(say(s.language,
                              "{0} answers like one who has lost the connection, by a restart for instance, while {1} "
                              "still believed in it: half-open.",
                              {s.whoFirst(incident.side), s.who(other(incident.side))}));
    e.sentences.push_back(
        say(s.language, "A connection exists only as long as both remember it; RST makes the two agree again."));
    told.push_back(std::move(e));
}

void tellTimeWaitCutShort(const Story& s, const DetailIncident& incident, std::size_t reset, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::TimeWaitCutShort, reset, incident.side);
    restOn(e, incident.related);
    e.rfc = "RFC 1337";
    e.title = say(s.language, "RST in TIME_WAIT");
    e.sentences.push_back(say(s.language,
                              "A RST reaches {0} while it waits in TIME_WAIT and may make it forget too early. Hosts "
                              "that heed RFC 1337 ignore it.",
                              {s.who(incident.side)}));
    told.push_back(std::move(e));
}

void tellForeign(const Story& s, const DetailIncident& incident, std::size_t reset, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::ForeignReset, reset, incident.side);
    restOn(e, incident.related);
    e.rfc = "RFC 5961, 3";
    e.title = say(s.language, "RST of somebody else");
    e.sentences.push_back(
        say(s.language,
            "The RST bears the address of {0}, but {0} goes on talking (packet {1}): somebody between the two sent it.",
            {s.who(incident.side), std::to_string(indexOf(incident.related))}));
    told.push_back(std::move(e));
}

using Teller = void (*)(const Story&, const DetailIncident&, std::size_t, Explanations&);

struct Reason {
    IncidentKind kind;
    bool needsRelated; ///< its words name the related packet
    Teller tell;
};

constexpr std::array kReasons{
    Reason{IncidentKind::KilledByReset, true, tellDataAfterClose},
    Reason{IncidentKind::HalfOpen, false, tellHalfOpen},
    Reason{IncidentKind::TimeWaitAssassination, false, tellTimeWaitCutShort},
    Reason{IncidentKind::ForeignReset, true, tellForeign},
};

bool isChallengedOrIgnored(const Story& s, PacketNumber packet) {
    return std::any_of(s.detail.incidents.begin(), s.detail.incidents.end(), [packet](const DetailIncident& i) {
        if (i.kind == IncidentKind::OldDuplicateSyn)
            return i.related == packet || i.packet == packet;
        return i.packet == packet &&
               (i.kind == IncidentKind::ChallengedReset || i.kind == IncidentKind::ResetUndecided ||
                i.kind == IncidentKind::ResetOutOfWindow || i.kind == IncidentKind::ResetRefused);
    });
}

/// The handshake was answered, or not seen: a RST in answer to SYN alone is a refusal.
bool wasOpening(const Story& s) {
    return !s.facts.synAck && s.facts.syn;
}

} // namespace

void tellResets(const Story& s, Explanations& told) {
    bool isTold = false;
    for (const Reason& reason : kReasons) {
        const DetailIncident* incident = s.incident(reason.kind);
        const std::optional<std::size_t> at = incident == nullptr ? std::nullopt : s.segmentAt(incident->packet);
        if (!at || (reason.needsRelated && incident->related == kNoPacket))
            continue;
        if (reason.kind == IncidentKind::HalfOpen && isChallengedOrIgnored(s, incident->packet))
            continue; // somebody else's, perhaps: it was questioned
        const DetailIncident* cutShort = s.incident(IncidentKind::TimeWaitAssassination);
        if (reason.kind == IncidentKind::HalfOpen && cutShort != nullptr && cutShort->packet == incident->packet)
            continue; // told as that
        reason.tell(s, *incident, *at, told);
        isTold = isTold || at == s.facts.reset;
    }
    if (s.facts.reset && !isTold && !wasOpening(s) && !isChallengedOrIgnored(s, s.segments[*s.facts.reset].packet))
        tellAborted(s, *s.facts.reset, told);
}

} // namespace synscope
