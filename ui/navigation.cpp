// SPDX-License-Identifier: Apache-2.0
#include "ui/navigation.h"

namespace synscope::ui {
namespace {

bool differInConnectionOnly(const Place& a, const Place& b) {
    return a.page == b.page && a.filter == b.filter && a.timeRange == b.timeRange;
}

} // namespace

void Navigation::visit(const Place& place, Moment now) {
    if (!m_places.empty() && m_places[m_at] == place)
        return;
    const bool isGlance = !m_places.empty() && differInConnectionOnly(m_places[m_at], place) &&
                          (m_places[m_at].selected == kNoConnection || now - m_since < kGlance);
    if (!m_places.empty())
        m_places.resize(m_at + (isGlance ? 0 : 1));
    m_places.push_back(place);
    if (m_places.size() > kMostPlaces)
        m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
    m_since = now;
}

std::optional<Place> Navigation::back() {
    if (!canGoBack())
        return std::nullopt;
    m_since = {};
    return m_places[--m_at];
}

std::optional<Place> Navigation::forward() {
    if (!canGoForward())
        return std::nullopt;
    m_since = {};
    return m_places[++m_at];
}

void Navigation::clear() {
    m_places.clear();
    m_at = 0;
}

} // namespace synscope::ui
