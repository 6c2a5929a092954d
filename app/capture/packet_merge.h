// SPDX-License-Identifier: Apache-2.0
//
// Puts the packets of several interfaces in order of their times, while they are captured. Each interface has its
// own buffer in the kernel, so reading one after the other would put an answer before its question.
#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace synscope::helper {

/// Sources are numbered from 0 and each yields packets in order of time. One packet of each is held at most.
class PacketMerge {
public:
    /// Interfaces are not read at the same moment, and a packet is stamped a little before it can be read: a packet
    /// waits so long for an older one of another interface.
    static constexpr Duration kSettling = std::chrono::milliseconds(5);

    explicit PacketMerge(std::size_t sources) : m_lanes(sources) {}

    /// Which source's packet is next; empty when there is none, or none yet. `fetch(source)` gets a source's next
    /// packet, keeps it, and answers its time, or nothing where there is none; `now()` is the clock of those times.
    template <typename Fetch, typename Now>
    [[nodiscard]] std::optional<std::size_t> next(Fetch&& fetch, Now&& now) {
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            if (m_lanes[i].isUnread)
                read(i, fetch, now);
        const std::optional<std::size_t> first = oldest();
        if (!first)
            return std::nullopt;
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            if (isToBeAsked(i, *m_lanes[*first].held))
                read(i, fetch, now);
        const std::size_t chosen = *oldest();
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            if (isTooEarlyFor(i, *m_lanes[chosen].held))
                return std::nullopt;
        return chosen;
    }

    /// The packet that next() named was used: its source is read again.
    void take(std::size_t source) {
        m_lanes[source].held.reset();
        m_lanes[source].isUnread = true;
    }
    /// Sources that had nothing may have something now.
    void readAgain() {
        for (Lane& lane : m_lanes)
            lane.isUnread = !lane.held;
    }
    /// Whether a packet is held back, to be asked for again after kSettling.
    [[nodiscard]] bool isHolding() const { return oldest().has_value(); }

private:
    struct Lane {
        std::optional<Timestamp> held;
        bool isUnread = true;
        Timestamp emptyAt{}; ///< when it had nothing, unless something is held
    };

    template <typename Fetch, typename Now>
    void read(std::size_t source, Fetch& fetch, Now& now) {
        Lane& lane = m_lanes[source];
        if (m_lanes.size() > 1)
            lane.emptyAt = now(); // before reading: what comes later is later
        lane.held = fetch(source);
        lane.isUnread = false;
    }

    [[nodiscard]] std::optional<std::size_t> oldest() const {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < m_lanes.size(); ++i)
            if (m_lanes[i].held && (!found || *m_lanes[i].held < *m_lanes[*found].held))
                found = i;
        return found;
    }

    /// Whether a source that had nothing may have, by now, a packet from before `time`.
    [[nodiscard]] bool isToBeAsked(std::size_t source, Timestamp time) const {
        const Lane& lane = m_lanes[source];
        return m_lanes.size() > 1 && !lane.held && lane.emptyAt < time + kSettling;
    }
    /// Whether a source that just had nothing may yet come up with one. If `time` is still to come, then the clock was
    /// put back: nobody waits for that.
    [[nodiscard]] bool isTooEarlyFor(std::size_t source, Timestamp time) const {
        return isToBeAsked(source, time) && m_lanes[source].emptyAt >= time;
    }

    std::vector<Lane> m_lanes;
};

} // namespace synscope::helper
