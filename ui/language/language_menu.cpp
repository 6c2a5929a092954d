// SPDX-License-Identifier: Apache-2.0
#include "ui/language/language_menu.h"

#include <QActionGroup>

namespace synscope::ui {

LanguageMenu::LanguageMenu(QWidget* parent) : QMenu(tr("&Language"), parent) {
    auto* group = new QActionGroup(this);
    const LanguageChoice now = languageChoice();
    const auto add = [&](const QString& name, LanguageChoice choice) {
        QAction* action = addAction(name, this, [this, choice] { Q_EMIT chosen(choice); });
        action->setCheckable(true);
        action->setChecked(choice == now);
        group->addAction(action);
    };
    add(tr("As the &system"), LanguageChoice::System);
    add(QStringLiteral("&English"), LanguageChoice::English);
    add(QString::fromUtf8("简体中文(&C)"), LanguageChoice::Chinese);
}

} // namespace synscope::ui
