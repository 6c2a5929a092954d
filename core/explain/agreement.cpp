// SPDX-License-Identifier: Apache-2.0
//
// What the handshake agreed, and why sequence numbers do not begin at 1.
#include "core/diagram/ladder_text.h"
#include "core/explain/story.h"

#include <algorithm>

namespace synscope {
namespace {

using Bit = HandshakeOffer::Bit;

constexpr unsigned kLargestWindowScale = 14; // RFC 7323, 2.3

const HandshakeOffer& offerOf(const Story& s, Side side) {
    return s.end(side).offer;
}

bool bothSeen(const Story& s) {
    return offerOf(s, Side::Initiator).has(Bit::HasIsn) && offerOf(s, Side::Responder).has(Bit::HasIsn);
}

bool bothHave(const Story& s, Bit bit) {
    return offerOf(s, Side::Initiator).has(bit) && offerOf(s, Side::Responder).has(bit);
}

std::string factorText(const HandshakeOffer& offer) {
    return std::to_string(1U << std::min<unsigned>(offer.windowScale, kLargestWindowScale));
}

AgreedTerm numbersTerm(const Story& s) {
    AgreedTerm term{say(s.language, "initial sequence number"), {}, {}};
    for (const Side side : {Side::Initiator, Side::Responder})
        term.offered[static_cast<std::size_t>(side)] = groupedNumber(offerOf(s, side).isn);
    return term;
}

AgreedTerm mssTerm(const Story& s) {
    AgreedTerm term{say(s.language, "largest segment it takes (MSS)"), {}, {}};
    for (const Side side : {Side::Initiator, Side::Responder})
        term.offered[static_cast<std::size_t>(side)] =
            offerOf(s, side).mss == 0 ? say(s.language, "not offered") : std::to_string(offerOf(s, side).mss) + " B";
    return term;
}

AgreedTerm scaleTerm(const Story& s) {
    AgreedTerm term{say(s.language, "window scale"), {}, {}};
    for (const Side side : {Side::Initiator, Side::Responder})
        term.offered[static_cast<std::size_t>(side)] = offerOf(s, side).has(Bit::HasWindowScale)
                                                           ? "× " + factorText(offerOf(s, side))
                                                           : say(s.language, "not offered");
    term.outcome = bothHave(s, Bit::HasWindowScale) ? say(s.language, "in use") : say(s.language, "not used");
    return term;
}

AgreedTerm yesNoTerm(const Story& s, std::string name, Bit bit) {
    AgreedTerm term{std::move(name), {}, {}};
    for (const Side side : {Side::Initiator, Side::Responder})
        term.offered[static_cast<std::size_t>(side)] =
            offerOf(s, side).has(bit) ? say(s.language, "offered") : say(s.language, "not offered");
    term.outcome = bothHave(s, bit) ? say(s.language, "in use") : say(s.language, "not used");
    return term;
}

std::vector<AgreedTerm> termsOf(const Story& s) {
    return {numbersTerm(s),
            mssTerm(s),
            scaleTerm(s),
            yesNoTerm(s, say(s.language, "selective acknowledgement (SACK)"), Bit::SackPermitted),
            yesNoTerm(s, say(s.language, "timestamps"), Bit::Timestamps),
            yesNoTerm(s, say(s.language, "congestion signals (ECN)"), Bit::Ecn)};
}

std::string scaleSentence(const Story& s) {
    const HandshakeOffer& client = offerOf(s, Side::Initiator);
    const HandshakeOffer& server = offerOf(s, Side::Responder);
    if (bothHave(s, Bit::HasWindowScale))
        return say(s.language, "A window that {0} announces from here on counts {1} times, one of {2} {3} times.",
                   {s.who(Side::Initiator), factorText(client), s.who(Side::Responder), factorText(server)});
    if (!client.has(Bit::HasWindowScale) && !server.has(Bit::HasWindowScale))
        return {};
    const Side alone = client.has(Bit::HasWindowScale) ? Side::Initiator : Side::Responder;
    return say(s.language, "Only {0} offered to scale its window, so neither side does.", {s.who(alone)});
}

/// The segment after which both offers are known, and nothing else of the handshake is to come.
std::size_t placeOf(const Story& s) {
    const std::size_t known = std::max(*s.facts.syn, *s.facts.synAck);
    return s.facts.opened ? std::max(known, *s.facts.opened) : known;
}

void tellParameters(const Story& s, Explanations& told) {
    const HandshakeOffer& client = offerOf(s, Side::Initiator);
    const HandshakeOffer& server = offerOf(s, Side::Responder);
    Explanation e = explanationAt(s, ExplanationKind::Parameters, placeOf(s));
    e.packets.clear();
    restOn(s, e, s.facts.syn);
    restOn(s, e, s.facts.synAck);
    e.rfc = "RFC 9293, 3.2";
    e.agreed = termsOf(s);
    e.title = say(s.language, "What the two agreed on");
    e.sentences.push_back(
        say(s.language, "The SYN of each side carries its terms; what is not offered there cannot be used later."));
    if (client.mss != 0 && server.mss != 0)
        e.sentences.push_back(say(
            s.language, "Segments to {0} carry at most {1} B of data, segments to {2} at most {3} B.",
            {s.who(Side::Initiator), std::to_string(client.mss), s.who(Side::Responder), std::to_string(server.mss)}));
    if (std::string scale = scaleSentence(s); !scale.empty())
        e.sentences.push_back(std::move(scale));
    told.push_back(std::move(e));
}

std::string comparedWithEarlier(const Story& s) {
    const EarlierUse& earlier = *s.detail.earlier;
    const SeqNum client(offerOf(s, Side::Initiator).isn);
    const SeqNum server(offerOf(s, Side::Responder).isn);
    return say(s.language,
               "The earlier connection on these ports began at {0} and {1}: {2} and {3} numbers away, so a late "
               "segment of it can be told and thrown away.",
               {groupedNumber(earlier.isn[0]->value()), groupedNumber(earlier.isn[1]->value()),
                distanceText(client, *earlier.isn[0]), distanceText(server, *earlier.isn[1])});
}

void tellInitialNumbers(const Story& s, Explanations& told) {
    Explanation e = explanationAt(s, ExplanationKind::InitialNumbers, placeOf(s));
    e.packets.clear();
    restOn(s, e, s.facts.syn);
    restOn(s, e, s.facts.synAck);
    e.rfc = "RFC 9293, 3.4.1";
    e.title = say(s.language, "Why the numbers do not begin at 1");
    e.sentences.push_back(say(s.language, "If every connection began at 1, a segment held up on a detour could pass "
                                          "for part of the next connection between the same ports."));
    e.sentences.push_back(
        say(s.language, "{0} counts its bytes from {1}, {2} from {3}; small numbers in the diagram count from there.",
            {s.whoFirst(Side::Initiator), groupedNumber(offerOf(s, Side::Initiator).isn), s.who(Side::Responder),
             groupedNumber(offerOf(s, Side::Responder).isn)}));
    if (s.detail.earlier && s.detail.earlier->isn[0] && s.detail.earlier->isn[1])
        e.sentences.push_back(comparedWithEarlier(s));
    else
        e.sentences.push_back(say(s.language, "So each connection begins far from the last one: an order of a former "
                                              "dynasty has no force under the new one."));
    told.push_back(std::move(e));
}

} // namespace

void tellAgreement(const Story& s, Explanations& told) {
    if (!s.facts.syn || !s.facts.synAck || !bothSeen(s) || s.beganWithOldSyn())
        return;
    tellParameters(s, told);
    tellInitialNumbers(s, told);
}

} // namespace synscope
