// SPDX-License-Identifier: Apache-2.0
#include "ui/filter/filter_menu.h"

#include "ui/filter/saved_filters.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

namespace synscope::ui {
namespace {

constexpr int kLongestShown = 60; // characters

QString wordsOf(const char* text) {
    return QCoreApplication::translate("synscope::ui::FilterMenu", text);
}

/// An ampersand in a menu would underline what follows.
QString shown(QString text) {
    if (text.size() > kLongestShown)
        text = text.left(kLongestShown - 1) + QChar(0x2026);
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

void add(QMenu& menu, const QString& title, const QString& expression, const FilterMenuUse& use) {
    QAction* action = menu.addAction(shown(title));
    action->setToolTip(expression);
    action->setStatusTip(expression);
    QObject::connect(action, &QAction::triggered, &menu, [apply = use.apply, expression] { apply(expression); });
}

void addNamed(QMenu& menu, const std::vector<SavedFilter>& filters, const FilterMenuUse& use) {
    for (const SavedFilter& filter : filters)
        add(menu, filter.name, filter.expression, use);
    if (!filters.empty())
        menu.addSeparator();
}

void addRecent(QMenu& menu, const FilterMenuUse& use) {
    QMenu* recent = menu.addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::FilterMenu", "&Recent")));
    recent->setToolTipsVisible(true);
    for (const QString& expression : recentFilters())
        add(*recent, expression, expression, use);
    recent->setEnabled(!recent->isEmpty());
    recent->addSeparator();
    recent->addAction(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::FilterMenu", "&Forget these")), recent,
                      [] { clearRecentFilters(); });
}

void addDelete(QMenu& menu) {
    QMenu* remove = menu.addMenu(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::FilterMenu", "&Delete")));
    for (const SavedFilter& filter : savedFilters())
        remove->addAction(shown(filter.name), remove, [name = filter.name] { removeSavedFilter(name); });
    remove->setEnabled(!remove->isEmpty());
}

} // namespace

void fillFilterMenu(QMenu& menu, const FilterMenuUse& use) {
    menu.clear();
    menu.setToolTipsVisible(true);
    addNamed(menu, savedFilters(), use);
    addNamed(menu, builtInFilters(), use);
    addRecent(menu, use);
    QAction* save = menu.addAction(wordsOf(QT_TRANSLATE_NOOP("synscope::ui::FilterMenu", "&Save filter…")));
    save->setEnabled(use.save != nullptr);
    if (use.save)
        QObject::connect(save, &QAction::triggered, &menu, use.save);
    addDelete(menu);
}

} // namespace synscope::ui
