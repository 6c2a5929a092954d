// SPDX-License-Identifier: Apache-2.0
#include "ui/filter/saved_filters.h"

#include <QCoreApplication>
#include <QSettings>

#include <algorithm>
#include <array>

namespace synscope::ui {
namespace {

struct BuiltIn {
    const char* name;
    const char* expression;
};

constexpr std::array<BuiltIn, 6> kBuiltIn{{
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "CLOSE_WAIT leaks"), "close_wait > 60s"},
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "Resets"), "resets > 0"},
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "Retransmissions"), "retransmissions > 0"},
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "Refused"), "refused"},
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "Unanswered"), "finding == unanswered"},
    {QT_TRANSLATE_NOOP("synscope::ui::SavedFilter", "Warnings and problems"), "severity >= warning"},
}};

QString savedSetting() {
    return QStringLiteral("filters/saved");
}

QString recentSetting() {
    return QStringLiteral("filters/recent");
}

void write(const std::vector<SavedFilter>& filters) {
    QSettings settings;
    settings.remove(savedSetting());
    settings.beginWriteArray(savedSetting(), static_cast<int>(filters.size()));
    for (std::size_t i = 0; i < filters.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QStringLiteral("name"), filters[i].name);
        settings.setValue(QStringLiteral("expression"), filters[i].expression);
    }
    settings.endArray();
}

std::vector<SavedFilter> allBut(const QString& name) {
    std::vector<SavedFilter> filters = savedFilters();
    std::erase_if(filters, [&](const SavedFilter& filter) { return filter.name == name; });
    return filters;
}

} // namespace

std::vector<SavedFilter> builtInFilters() {
    std::vector<SavedFilter> filters;
    for (const BuiltIn& one : kBuiltIn)
        filters.push_back(
            {QCoreApplication::translate("synscope::ui::SavedFilter", one.name), QString::fromLatin1(one.expression)});
    return filters;
}

std::vector<SavedFilter> savedFilters() {
    QSettings settings;
    std::vector<SavedFilter> filters;
    const int count = settings.beginReadArray(savedSetting());
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        filters.push_back({settings.value(QStringLiteral("name")).toString(),
                           settings.value(QStringLiteral("expression")).toString()});
    }
    settings.endArray();
    std::ranges::sort(filters, {}, &SavedFilter::name);
    return filters;
}

void saveFilter(const SavedFilter& filter) {
    std::vector<SavedFilter> filters = allBut(filter.name);
    filters.push_back(filter);
    write(filters);
}

void removeSavedFilter(const QString& name) {
    write(allBut(name));
}

QStringList recentFilters() {
    return QSettings().value(recentSetting()).toStringList();
}

void rememberFilter(const QString& expression) {
    const QString text = expression.trimmed();
    if (text.isEmpty())
        return;
    QStringList filters = recentFilters();
    filters.removeAll(text);
    filters.prepend(text);
    QSettings().setValue(recentSetting(), filters.mid(0, kRecentFiltersKept));
}

void clearRecentFilters() {
    QSettings().remove(recentSetting());
}

} // namespace synscope::ui
