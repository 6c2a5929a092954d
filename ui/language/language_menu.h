// SPDX-License-Identifier: Apache-2.0
//
// The choice of the language, each named in itself so that whoever cannot read the others finds it.
#pragma once

#include "ui/language/ui_language.h"

#include <QMenu>

namespace synscope::ui {

class LanguageMenu : public QMenu {
    Q_OBJECT

public:
    /// The settings' choice is checked.
    explicit LanguageMenu(QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(LanguageChoice choice);
};

} // namespace synscope::ui
