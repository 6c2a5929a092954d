// SPDX-License-Identifier: Apache-2.0
//
// Filters with names: some that come with the program, those that somebody kept, and the latest used. In QSettings.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace synscope::ui {

struct SavedFilter {
    QString name;
    QString expression;
};

inline constexpr int kRecentFiltersKept = 20;

/// Names are translated.
[[nodiscard]] std::vector<SavedFilter> builtInFilters();
/// By name.
[[nodiscard]] std::vector<SavedFilter> savedFilters();
/// Takes the place of one with the same name.
void saveFilter(const SavedFilter& filter);
void removeSavedFilter(const QString& name);

/// Latest first.
[[nodiscard]] QStringList recentFilters();
/// Blank ones are not kept.
void rememberFilter(const QString& expression);
void clearRecentFilters();

} // namespace synscope::ui
