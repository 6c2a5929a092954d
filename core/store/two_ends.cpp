// SPDX-License-Identifier: Apache-2.0
#include "core/store/two_ends.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace synscope {
namespace {

constexpr std::size_t kDriftWindows = 8;
constexpr Duration kBurst = std::chrono::milliseconds(5); ///< what is sent within it is no repetition of what was lost
constexpr Duration kClockNoise = std::chrono::microseconds(100); ///< an arrival may seem that much before its leaving

constexpr std::size_t at(Side side) {
    return static_cast<std::size_t>(side);
}

SeqNum endOf(const DetailSegment& s) {
    return s.seq + (s.payloadBytes + (s.flags.syn() ? 1U : 0U) + (s.flags.fin() ? 1U : 0U));
}

/// What makes a segment the same at both places.
using Key = std::tuple<Side, std::uint32_t, std::uint32_t, std::uint16_t, std::uint32_t, std::uint32_t, std::uint32_t,
                       std::uint16_t>;
/// By who sent them: IP identifications arrive as they were sent.
using IdsTravel = std::array<bool, 2>;

Key keyOf(const DetailSegment& s, IdsTravel idsTravel) {
    const TcpOptions options = s.options();
    const std::uint16_t id = idsTravel[at(s.sender)] ? s.ipId : std::uint16_t{0};
    return {s.sender,
            s.seq.value(),
            s.flags.ack() ? s.ack.value() : 0,
            s.flags.bits,
            s.payloadBytes,
            options.tsValue,
            options.tsEcho,
            id};
}

/// Where segments of a key are, in order.
using Places = std::map<Key, std::vector<std::size_t>>;

Places placesOf(const std::vector<DetailSegment>& segments, IdsTravel idsTravel) {
    Places places;
    for (std::size_t i = 0; i < segments.size(); ++i)
        places[keyOf(segments[i], idsTravel)].push_back(i);
    return places;
}

/// As those say that are once at each place: as a rule nothing between the two writes identifications anew.
IdsTravel idsTravelBetween(const ConnectionDetail& here, const ConnectionDetail& there) {
    std::array<std::size_t, 2> same{};
    std::array<std::size_t, 2> all{};
    const Places placesThere = placesOf(there.segments, {});
    for (const auto& [key, places] : placesOf(here.segments, {})) {
        const auto found = placesThere.find(key);
        if (places.size() != 1 || found == placesThere.end() || found->second.size() != 1)
            continue;
        const DetailSegment& one = here.segments[places.front()];
        const std::uint16_t other = there.segments[found->second.front()].ipId;
        all[at(one.sender)] += one.ipId != 0 || other != 0 ? 1U : 0U;
        same[at(one.sender)] += one.ipId != 0 && one.ipId == other ? 1U : 0U;
    }
    const auto nearlyAll = [&](std::size_t side) { return all[side] > 0 && same[side] * 10 >= all[side] * 9; };
    return {nearlyAll(0), nearlyAll(1)};
}

/// The first copies of a segment: when it was here, and how far the other's clock was ahead. Where the first that left
/// did not arrive it seems late, and there are quicker ones.
struct Sample {
    Timestamp time{};
    Duration ahead{};
};

struct Clock {
    Timestamp start{};
    Duration offset{}; ///< of the other clock at `start`
    double drift = 0;  ///< ns a ns

    [[nodiscard]] Timestamp here(Timestamp there) const {
        const Timestamp rough = there - offset;
        return rough - Duration(static_cast<Duration::rep>(drift * static_cast<double>((rough - start).count())));
    }
};

/// By who sent them.
using Samples = std::array<std::vector<Sample>, 2>;

Samples samplesOf(const ConnectionDetail& here, const ConnectionDetail& there, const Places& placesHere,
                  const Places& placesThere) {
    Samples samples;
    for (const auto& [key, places] : placesHere) {
        const auto found = placesThere.find(key);
        if (found == placesThere.end())
            continue;
        const DetailSegment& s = here.segments[places.front()];
        samples[at(s.sender)].push_back({s.time, there.segments[found->second.front()].time - s.time});
    }
    for (auto& side : samples)
        std::sort(side.begin(), side.end(), [](const Sample& a, const Sample& b) { return a.time < b.time; });
    return samples;
}

Duration median(const std::vector<Sample>& samples) {
    std::vector<Duration> all;
    all.reserve(samples.size());
    for (const Sample& sample : samples)
        all.push_back(sample.ahead);
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

/// Of one stretch of time: the least delayed of both ways. `near` is the side whose segments arrive there later.
class Extremes {
public:
    explicit Extremes(Side near) : m_near(near) {}

    void add(Side sender, Duration ahead) {
        Extreme& one = m_of[at(sender)];
        const bool isBetter = sender == m_near ? ahead < one.ahead : ahead > one.ahead;
        if (!one.isSet || isBetter)
            one = {ahead, true};
    }
    [[nodiscard]] bool isWhole() const { return m_of[0].isSet && m_of[1].isSet; }
    /// Where only one way was seen its shortest is taken to be none.
    [[nodiscard]] Duration offset() const {
        if (!isWhole())
            return m_of[0].isSet ? m_of[0].ahead : m_of[1].ahead;
        return m_of[0].ahead / 2 + m_of[1].ahead / 2;
    }
    [[nodiscard]] Duration roundTrip() const {
        return isWhole() ? m_of[at(m_near)].ahead - m_of[1 - at(m_near)].ahead : Duration{0};
    }

private:
    struct Extreme {
        Duration ahead{};
        bool isSet = false;
    };
    Side m_near;
    std::array<Extreme, 2> m_of;
};

/// The slope of the offset over windows of the connection's life; 0 where it cannot be told.
double driftOf(const Samples& samples, Side near, Timestamp begin, Duration length) {
    if (length < kLeastForDrift)
        return 0;
    std::vector<Extremes> windows(kDriftWindows, Extremes(near));
    const auto windowOf = [&](Timestamp time) {
        const double way = static_cast<double>((time - begin).count()) / static_cast<double>(length.count());
        return std::min(kDriftWindows - 1, static_cast<std::size_t>(std::max(0.0, way) * kDriftWindows));
    };
    for (const Side side : {Side::Initiator, Side::Responder})
        for (const Sample& sample : samples[at(side)])
            windows[windowOf(sample.time)].add(side, sample.ahead);
    double count = 0, sumX = 0, sumY = 0, sumXx = 0, sumXy = 0;
    const double width = static_cast<double>(length.count()) / kDriftWindows;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (!windows[i].isWhole())
            continue;
        const double x = (static_cast<double>(i) + 0.5) * width;
        const auto y = static_cast<double>(windows[i].offset().count());
        count += 1, sumX += x, sumY += y, sumXx += x * x, sumXy += x * y;
    }
    const double divisor = count * sumXx - sumX * sumX;
    return count >= 3 && divisor > 0 ? (count * sumXy - sumX * sumY) / divisor : 0;
}

/// The data of a capture's segments, to find those whose bytes travelled in a larger one. What is at both places as it
/// is travelled for itself.
class Stretches {
public:
    Stretches(const std::vector<DetailSegment>& segments, const std::vector<bool>& isAtBoth) {
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const DetailSegment& s = segments[i];
            std::optional<SeqNum>& base = m_base[at(s.sender)];
            if (!base)
                base = s.seq;
            if (s.payloadBytes > 0 && !isAtBoth[i])
                m_of[at(s.sender)].emplace_back(s.seq.distanceFrom(*base), s.payloadBytes);
        }
        for (auto& side : m_of)
            std::sort(side.begin(), side.end());
    }

    [[nodiscard]] bool hold(const DetailSegment& s) const {
        const auto& stretches = m_of[at(s.sender)];
        if (s.payloadBytes == 0 || stretches.empty())
            return false;
        const std::int64_t begin = s.seq.distanceFrom(*m_base[at(s.sender)]);
        auto one = std::upper_bound(stretches.begin(), stretches.end(), std::pair{begin, std::uint32_t{0xffffffff}});
        for (int looked = 0; one != stretches.begin() && looked < kLookedAt; ++looked) {
            --one;
            if (one->second > s.payloadBytes && begin + s.payloadBytes <= one->first + one->second)
                return true;
        }
        return false;
    }

private:
    static constexpr int kLookedAt = 8; ///< that begin before it; the largest offloaded ones have 64 KiB
    std::array<std::optional<SeqNum>, 2> m_base;
    std::array<std::vector<std::pair<std::int64_t, std::uint32_t>>, 2> m_of; ///< begin and length, in order
};

class Joiner {
public:
    Joiner(ConnectionDetail& here, const ConnectionDetail& there)
        : m_here(here),
          m_there(there),
          m_idsTravel(idsTravelBetween(here, there)),
          m_placesHere(placesOf(here.segments, m_idsTravel)),
          m_placesThere(placesOf(there.segments, m_idsTravel)),
          m_isMatched(there.segments.size()),
          m_isDoubled(here.segments.size()) {}

    void join() {
        if (!setClock())
            return;
        match();
        noteThoseAtBoth();
        matchByEnd();
        judgeHere();
        judgeThere();
        moveTransitions();
        m_here.ends = m_ends;
    }

private:
    bool setClock() {
        Samples samples = samplesOf(m_here, m_there, m_placesHere, m_placesThere);
        if (samples[0].empty() && samples[1].empty())
            return false;
        const bool hasBoth = !samples[0].empty() && !samples[1].empty();
        m_ends.near = hasBoth && median(samples[0]) < median(samples[1]) ? Side::Responder : Side::Initiator;
        m_clock.start = m_here.segments.front().time;
        const Duration length = m_here.segments.back().time - m_clock.start;
        m_clock.drift = driftOf(samples, m_ends.near, m_clock.start, length);
        Extremes all(m_ends.near);
        for (const Side side : {Side::Initiator, Side::Responder}) {
            for (const Sample& sample : samples[at(side)]) {
                const double since = static_cast<double>((sample.time - m_clock.start).count());
                all.add(side, sample.ahead - Duration(static_cast<Duration::rep>(m_clock.drift * since)));
            }
        }
        m_clock.offset = all.offset();
        m_ends.offset = m_clock.offset;
        m_ends.drift = m_clock.drift;
        m_ends.roundTrip = std::max(Duration{0}, all.roundTrip());
        return true;
    }

    [[nodiscard]] bool isFromNear(const DetailSegment& s) const { return s.sender == m_ends.near; }
    [[nodiscard]] Timestamp timeThere(std::size_t index) const { return m_clock.here(m_there.segments[index].time); }

    void pair(std::size_t here, std::size_t there) {
        m_here.segments[here].setElsewhere(timeThere(there));
        m_isMatched[there] = true;
        ++m_ends.matched;
    }

    /// Each that arrived belongs to the last that left before; equal ones sent at once arrive one by one.
    void match() {
        const Duration shortest = m_ends.roundTrip / 2;
        for (const auto& [key, here] : m_placesHere) {
            const auto found = m_placesThere.find(key);
            if (found == m_placesThere.end())
                continue;
            const bool leftHere = std::get<0>(key) == m_ends.near;
            const std::vector<std::size_t>& left = leftHere ? here : found->second;
            const std::vector<std::size_t>& arrived = leftHere ? found->second : here;
            const auto time = [&](std::size_t index, bool isHere) {
                return isHere ? m_here.segments[index].time : timeThere(index);
            };
            std::size_t next = 0; // of those that left
            for (std::size_t arrival = 0; arrival < arrived.size(); ++arrival) {
                const Timestamp came = time(arrived[arrival], !leftHere);
                std::size_t last = next;
                while (last < left.size() && time(left[last], leftHere) + shortest <= came + kClockNoise)
                    ++last;
                if (last == next) {
                    if (next > 0) // doubled on the way
                        (leftHere ? m_isMatched : m_isDoubled)[arrived[arrival]] = true;
                    continue;
                }
                // Of a burst one may be lost: what arrives with this one left behind it.
                const Duration burst = std::max(shortest, kBurst);
                const bool isBurst = time(left[last - 1], leftHere) - time(left[next], leftHere) <= burst;
                std::size_t others = 0;
                while (isBurst && others < last - 1 - next && arrival + others + 1 < arrived.size() &&
                       time(arrived[arrival + others + 1], !leftHere) - came <= burst)
                    ++others;
                const std::size_t chosen = last - 1 - others;
                pair(leftHere ? left[chosen] : arrived[arrival], leftHere ? arrived[arrival] : left[chosen]);
                next = chosen + 1;
            }
        }
    }

    void noteThoseAtBoth() {
        m_isAtBothThere = m_isMatched;
        for (const DetailSegment& s : m_here.segments)
            m_isAtBothHere.push_back(s.elsewhere().has_value());
    }

    /// Data that was put together or taken apart between the two places: the pieces end with the same byte.
    void matchByEnd() {
        std::map<std::pair<Side, std::uint32_t>, std::size_t> ends;
        for (std::size_t i = 0; i < m_there.segments.size(); ++i)
            if (!m_isMatched[i] && m_there.segments[i].payloadBytes > 0)
                ends[{m_there.segments[i].sender, endOf(m_there.segments[i]).value()}] = i;
        for (std::size_t i = 0; i < m_here.segments.size(); ++i) {
            const DetailSegment& s = m_here.segments[i];
            const auto found =
                s.payloadBytes > 0 && !s.elsewhere() ? ends.find({s.sender, endOf(s).value()}) : ends.end();
            if (found == ends.end())
                continue;
            pair(i, found->second);
            ends.erase(found);
        }
    }

    /// The far side moved when its packet was there, not when it passed here.
    void moveTransitions() {
        for (DetailTransition& move : m_here.transitions) {
            if (move.side == m_ends.near || move.packet == kNoPacket)
                continue;
            const auto cause = std::lower_bound(m_here.segments.begin(), m_here.segments.end(), move.packet,
                                                [](const DetailSegment& s, PacketNumber p) { return s.packet < p; });
            if (cause != m_here.segments.end() && cause->packet == move.packet)
                move.time = cause->elsewhere().value_or(move.time);
        }
    }

    void judgeHere() {
        const Timestamp begin = m_clock.here(m_there.captureBegin);
        const Timestamp end = m_clock.here(m_there.captureEnd);
        const Stretches larger(m_there.segments, m_isAtBothThere);
        for (std::size_t i = 0; i < m_here.segments.size(); ++i) {
            DetailSegment& s = m_here.segments[i];
            const bool isCovered = s.time >= begin && s.time + m_ends.roundTrip <= end;
            if (s.elsewhere() || m_isDoubled[i] || !isCovered || larger.hold(s))
                continue;
            s.isLost = isFromNear(s);
            ++(s.isLost ? m_ends.lost : m_ends.onlyHere);
        }
    }

    void judgeThere() {
        const Stretches larger(m_here.segments, m_isAtBothHere);
        for (std::size_t i = 0; i < m_there.segments.size(); ++i) {
            DetailSegment s = m_there.segments[i];
            if (m_isMatched[i] || larger.hold(s))
                continue;
            const Timestamp elsewhere = timeThere(i);
            const bool isCovered =
                elsewhere >= m_here.captureBegin && elsewhere + m_ends.roundTrip <= m_here.captureEnd;
            if (!isCovered)
                continue;
            s.time = elsewhere;
            s.setElsewhere(elsewhere);
            s.isLost = !isFromNear(s);
            ++(s.isLost ? m_ends.lost : m_ends.onlyThere);
            m_here.seenElsewhere.push_back(s);
        }
        std::stable_sort(m_here.seenElsewhere.begin(), m_here.seenElsewhere.end(),
                         [](const DetailSegment& a, const DetailSegment& b) { return a.time < b.time; });
    }

    ConnectionDetail& m_here;
    const ConnectionDetail& m_there;
    IdsTravel m_idsTravel;
    Places m_placesHere;
    Places m_placesThere;
    std::vector<bool> m_isMatched; ///< of the other's segments; also where they doubled one that is
    std::vector<bool> m_isDoubled; ///< of this one's
    std::vector<bool> m_isAtBothHere;
    std::vector<bool> m_isAtBothThere;
    Clock m_clock;
    TwoEnds m_ends;
};

bool agrees(const HandshakeOffer& a, const HandshakeOffer& b, bool& isProven) {
    const bool isKnown = (a.bits & b.bits & HandshakeOffer::HasIsn) != 0;
    isProven = isProven || (isKnown && a.isn == b.isn);
    return !isKnown || a.isn == b.isn;
}

} // namespace

std::optional<ConnectionId> sameConnection(const ConnectionDetail& here, const Snapshot& there) {
    std::optional<ConnectionId> onlyOne;
    std::size_t candidates = 0;
    for (const ConnectionId id : there.connections()) {
        const ConnectionRow& row = there.row(id);
        if (there.addressOf(row, Side::Initiator) != here.endpoint[0].address ||
            there.addressOf(row, Side::Responder) != here.endpoint[1].address)
            continue;
        bool isProven = false;
        const std::array<EndpointView, 2> ends{there.endpoint(id, Side::Initiator),
                                               there.endpoint(id, Side::Responder)};
        if (!agrees(here.endpoint[0].offer, ends[0].offer, isProven) ||
            !agrees(here.endpoint[1].offer, ends[1].offer, isProven))
            continue;
        if (isProven)
            return id;
        onlyOne = id;
        ++candidates;
    }
    return candidates == 1 ? onlyOne : std::nullopt;
}

std::optional<Error> joinCapture(ConnectionDetail& here, const Snapshot& there, const FetchPacket& fetch,
                                 const ReplayOptions& options) {
    const std::optional<ConnectionId> id = sameConnection(here, there);
    if (!id)
        return std::nullopt;
    const Result<ConnectionDetail> detail = replay(there, *id, fetch, options);
    if (!detail)
        return detail.error();
    joinEnds(here, detail.value());
    return std::nullopt;
}

void joinEnds(ConnectionDetail& here, const ConnectionDetail& there) {
    if (!here.segments.empty() && !there.segments.empty())
        Joiner(here, there).join();
}

} // namespace synscope
