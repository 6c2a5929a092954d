// SPDX-License-Identifier: Apache-2.0
//
// Where and how a connection was captured, and what that lets one know.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

namespace synscope {
namespace {

std::string placeTitle(const Story& s) {
    switch (s.detail.tap->place) {
    case TapPlace::NearInitiator:
        return say(s.language, "Captured beside {0}", {s.who(Side::Initiator)});
    case TapPlace::NearResponder:
        return say(s.language, "Captured beside {0}", {s.who(Side::Responder)});
    case TapPlace::Between:
        return say(s.language, "Captured between the two");
    case TapPlace::NearBoth:
        return say(s.language, "Captured beside both");
    }
    return {};
}

std::string placeMeaning(const Story& s) {
    const std::string client = s.who(Side::Initiator);
    const std::string server = s.who(Side::Responder);
    const std::string toClient = durationText(s.detail.tap->toInitiator);
    const std::string toServer = durationText(s.detail.tap->toResponder);
    switch (s.detail.tap->place) {
    case TapPlace::NearInitiator:
        return say(s.language, "The times of {0}'s segments are its own; those of {1} are up to {2} off.",
                   {client, server, toServer});
    case TapPlace::NearResponder:
        return say(s.language, "The times of {0}'s segments are its own; those of {1} are up to {2} off.",
                   {server, client, toClient});
    case TapPlace::Between:
        return say(s.language, "The times of {0}'s segments are up to {1} off, those of {2} up to {3}.",
                   {client, toClient, server, toServer});
    case TapPlace::NearBoth:
        return say(s.language, "The times of both sides are their own, as on one machine.");
    }
    return {};
}

void tellPlace(const Story& s, Explanations& told) {
    if (!s.detail.tap)
        return;
    Explanation e = explanationAtBeginning(ExplanationKind::CapturedWhere);
    restOn(s, e, s.facts.syn);
    restOn(s, e, s.facts.synAck);
    restOn(s, e, s.facts.opened);
    e.title = placeTitle(s);
    e.sentences.push_back(say(s.language,
                              "From here to {0} and back it takes {1}, to {2} and back {3}; the handshake shows it.",
                              {s.who(Side::Initiator), durationText(s.detail.tap->toInitiator), s.who(Side::Responder),
                               durationText(s.detail.tap->toResponder)}));
    e.sentences.push_back(placeMeaning(s));
    told.push_back(std::move(e));
}

void tellMidstream(const Story& s, Explanations& told) {
    if (s.detail.origin != Origin::Midstream || s.segments.empty())
        return;
    Explanation e = explanationAtBeginning(ExplanationKind::MetMidstream);
    restOn(s, e, std::size_t{0});
    e.title = say(s.language, "Met half-way");
    e.sentences.push_back(
        say(s.language, "No SYN was captured: the connection was there before. So initial numbers, window scale and "
                        "MSS are not known, and windows may be larger than they look."));
    e.sentences.push_back(say(s.language,
                              "Who opened it is not known, either; {0} is merely who was seen sending first.",
                              {s.who(Side::Initiator)}));
    told.push_back(std::move(e));
}

/// Adopted from the socket table of the machine that captured.
void tellKnownBefore(const Story& s, Explanations& told) {
    if (s.detail.origin != Origin::SocketTable)
        return;
    Explanation e = explanationAtBeginning(ExplanationKind::MetMidstream);
    e.title = say(s.language, "Known to the kernel before the capture");
    e.sentences.push_back(say(s.language, "Its state at the beginning comes from the kernel's socket table and not "
                                          "from packets; what happened before was not seen."));
    told.push_back(std::move(e));
}

void tellGone(const Story& s, Explanations& told) {
    if (s.detail.goneSegments == 0)
        return;
    Explanation e = explanationAtBeginning(ExplanationKind::BeginningGone);
    e.title = say(s.language, "The beginning is no longer kept");
    e.sentences.push_back(say(s.language,
                              "The live capture has let go of the first {0} of its packets. What they showed is in the "
                              "states, but can no longer be told step by step.",
                              {groupedNumber(s.detail.goneSegments)}));
    told.push_back(std::move(e));
}

void tellOneDirection(const Story& s, Explanations& told) {
    if (s.segments.empty() || (s.wasSeen(Side::Initiator) && s.wasSeen(Side::Responder)))
        return;
    const Side seen = s.wasSeen(Side::Initiator) ? Side::Initiator : Side::Responder;
    const bool isAnswered = !s.marked(Mark::AckedUnseen).empty() || s.end(other(seen)).state == State::Established ||
                            s.firstInto(other(seen), State::Established) != nullptr;
    if (!isAnswered)
        return; // nobody answered
    Explanation e = explanationAtBeginning(ExplanationKind::OneDirection, other(seen));
    restOn(s, e, s.facts.last[static_cast<std::size_t>(seen)]);
    e.title = say(s.language, "Only one direction was captured");
    e.sentences.push_back(say(s.language,
                              "The capture holds no packet of {0}. What {1} sent is certain; what {0} did follows only "
                              "from the numbers that {1} acknowledges.",
                              {s.who(other(seen)), s.who(seen)}));
    e.sentences.push_back(say(
        s.language, "When {0} sent something, and whether it closed properly, can therefore not be said for certain.",
        {s.who(other(seen))}));
    told.push_back(std::move(e));
}

} // namespace

void tellCapture(const Story& s, Explanations& told) {
    tellPlace(s, told);
    tellMidstream(s, told);
    tellKnownBefore(s, told);
    tellGone(s, told);
    tellOneDirection(s, told);
}

} // namespace synscope
