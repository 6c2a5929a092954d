// SPDX-License-Identifier: Apache-2.0
//
// The menu at the filter bar: filters with names, the latest used, and keeping the one there is.
#pragma once

#include <QString>

#include <functional>

class QMenu;

namespace synscope::ui {

struct FilterMenuUse {
    std::function<void(const QString& expression)> apply;
    std::function<void()> save; ///< empty where there is no filter that could be kept
};

/// Empties the menu and fills it by what is kept now.
void fillFilterMenu(QMenu& menu, const FilterMenuUse& use);

} // namespace synscope::ui
