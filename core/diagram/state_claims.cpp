// SPDX-License-Identifier: Apache-2.0
#include "core/diagram/state_claims.h"

#include "core/diagnose/words.h"

#include <algorithm>
#include <iterator>

namespace synscope {
namespace {

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

/// What is said of one endpoint, as the segments go by with its transitions beside them.
class ClaimBuilder {
public:
    ClaimBuilder(const ConnectionDetail& detail, Side side) : m_detail(detail), m_side(side) {
        const State initial = detail.initialState[at(side)];
        const Timestamp begin = detail.segments.empty() ? detail.captureBegin : detail.segments.front().time;
        m_claims.push_back({initial, {initial}, {}, false, {}, begin});
    }

    /// One segment after the other.
    void goBy(std::size_t segment) {
        while (hasTransition() && isDue(transition(), segment))
            apply(transition(), causedBy(transition(), segment));
        const DetailSegment& now = m_detail.segments[segment];
        admit(now.possibleAfter[at(m_side)], segment, now.time);
    }

    std::vector<StateClaim> end() {
        while (hasTransition())
            apply(transition(), std::nullopt);
        admit(m_detail.endpoint[at(m_side)].possible, std::nullopt, m_detail.captureEnd);
        return std::move(m_claims);
    }

private:
    bool hasTransition() {
        const auto& all = m_detail.transitions;
        while (m_next < all.size() && all[m_next].side != m_side)
            ++m_next;
        return m_next < all.size();
    }

    const DetailTransition& transition() const { return m_detail.transitions[m_next]; }

    bool isDue(const DetailTransition& t, std::size_t segment) const {
        if (t.packet != kNoPacket)
            return t.packet <= m_detail.segments[segment].packet;
        return t.time <= m_detail.segments[segment].time;
    }

    std::optional<std::size_t> causedBy(const DetailTransition& t, std::size_t segment) const {
        return t.packet == m_detail.segments[segment].packet ? std::optional(segment) : std::nullopt;
    }

    void apply(const DetailTransition& t, std::optional<std::size_t> segment) {
        if (t.basis == Basis::Proven) {
            m_settled.add(t.from);
            if (segment)
                m_settled = m_settled.either(m_detail.segments[*segment].possibleAfter[at(m_side)]);
            m_proof = t.proof == kNoPacket ? kNoPacket : std::max(m_proof, t.proof);
        }
        m_settled.remove(t.to);
        const StateClaim claim{t.to, {t.to}, m_next, t.basis == Basis::Received, segment, t.time};
        if (t.basis == Basis::Kernel && t.from == State::Unknown)
            m_claims = {claim}; // it was so from the beginning
        else
            begin(claim);
        ++m_next;
    }

    /// What the tracker held possible at the time, less the doubts that a later packet settled.
    void admit(StateSet possible, std::optional<std::size_t> segment, Timestamp time) {
        if (m_settled.empty() && possible == m_claims.back().possible)
            return;
        StateClaim claim = m_claims.back();
        if (!segment || trackerKnows(claim, *segment))
            m_settled = {};
        for (std::size_t i = 0; i < kStateCount; ++i) {
            const auto state = static_cast<State>(i);
            if (m_settled.has(state))
                possible.remove(state);
        }
        claim.possible = possible.has(claim.state) ? possible : StateSet{claim.state};
        if (claim.possible == m_claims.back().possible)
            return;
        claim.fromSegment = segment;
        claim.from = time;
        begin(claim);
    }

    /// The proof has come: at the packet named, or else once the tracker itself is in the state.
    bool trackerKnows(const StateClaim& claim, std::size_t segment) const {
        const DetailSegment& now = m_detail.segments[segment];
        if (m_proof != kNoPacket)
            return now.packet >= m_proof;
        return claim.fromSegment != segment && now.stateAfter[at(m_side)] == claim.state;
    }

    /// Several changes with one segment are one: the last.
    void begin(const StateClaim& claim) {
        if (claim.fromSegment && m_claims.back().fromSegment == claim.fromSegment)
            m_claims.back() = claim;
        else
            m_claims.push_back(claim);
    }

    const ConnectionDetail& m_detail;
    Side m_side;
    std::size_t m_next = 0;
    StateSet m_settled;               ///< states that a proof still to come will have ruled out
    PacketNumber m_proof = kNoPacket; ///< that proof, where it is named
    std::vector<StateClaim> m_claims;
};

} // namespace

StateClaims stateClaims(const ConnectionDetail& detail) {
    ClaimBuilder initiator(detail, Side::Initiator);
    ClaimBuilder responder(detail, Side::Responder);
    for (std::size_t i = 0; i < detail.segments.size(); ++i) {
        initiator.goBy(i);
        responder.goBy(i);
    }
    return {initiator.end(), responder.end()};
}

const StateClaim& claimAfter(const StateClaims& claims, Side side, const ConnectionDetail& detail,
                             std::size_t segment) {
    const std::vector<StateClaim>& ofSide = claims[at(side)];
    const auto hasBegun = [&](const StateClaim& claim) {
        return claim.fromSegment ? *claim.fromSegment <= segment : claim.from <= detail.segments[segment].time;
    };
    return *std::prev(std::partition_point(std::next(ofSide.begin()), ofSide.end(), hasBegun));
}

std::string claimName(const StateClaim& claim) {
    return std::string(toText(claim.state)) + (claim.isSure() ? "" : "?");
}

std::string claimText(const StateClaim& claim, Language language) {
    const std::string_view name = toText(claim.state);
    return claimName(claim) + statesInWords(language, claim.state, claim.possible).substr(name.size());
}

std::vector<std::string> claimLegend(const StateClaims& claims, Language language) {
    bool isAnyTaken = false;
    bool isAnyUndecided = false;
    for (const auto& ofSide : claims) {
        for (const StateClaim& claim : ofSide) {
            isAnyUndecided = isAnyUndecided || claim.isUndecided();
            isAnyTaken = isAnyTaken || (claim.isTakenAsDelivered && !claim.isUndecided());
        }
    }
    std::vector<std::string> legend;
    if (isAnyTaken)
        legend.push_back(say(language, "STATE?: taken as delivered, no later packet proves it"));
    if (isAnyUndecided)
        legend.push_back(say(language, "STATE? or STATE: the packets captured do not decide"));
    return legend;
}

std::string undecidedText(State best, StateSet possible, Language language) {
    if (possible.isCertain())
        return {};
    return say(language, "{0}: the packets captured do not decide", {statesInWords(language, best, possible)});
}

} // namespace synscope
