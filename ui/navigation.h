// SPDX-License-Identifier: Apache-2.0
//
// Where the reader has been in a capture, to go back and forward like in a browser. Pure bookkeeping: who uses it says
// where the reader is and takes them where it says.
#pragma once

#include "core/base/ids.h"
#include "ui/capture_pages.h"
#include "ui/time_range.h"

#include <QString>

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace synscope::ui {

/// What is shown: the page at the left, the connection at the right, and what keeps rows out.
struct Place {
    CapturePages::Page page = CapturePages::Page::Connections;
    ConnectionId selected = kNoConnection;
    QString filter;
    std::optional<TimeRange> timeRange;
    friend bool operator==(const Place&, const Place&) = default;
};

class Navigation {
public:
    using Moment = std::chrono::steady_clock::time_point;

    static constexpr std::size_t kMostPlaces = 200;
    /// Who goes through the table with a key held down has been nowhere on the way: a connection looked at for less
    /// is not come back to.
    static constexpr std::chrono::milliseconds kGlance{800};

    /// The reader is here now. What was forward is forgotten, unless it is where they are already.
    void visit(const Place& place, Moment now);
    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// Goes there; empty where there is nothing.
    std::optional<Place> back();
    std::optional<Place> forward();
    void clear();

private:
    std::vector<Place> m_places; ///< the oldest first
    std::size_t m_at = 0;        ///< the present one, where there is any
    Moment m_since{};            ///< the reader is there
};

} // namespace synscope::ui
