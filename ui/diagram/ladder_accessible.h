// SPDX-License-Identifier: Apache-2.0
//
// What a screen reader sees of the diagram: a list with an item a row, each saying its segment in words.
// Items come to be when somebody asks for them.
#pragma once

#include <QAccessible>

namespace synscope::ui {

class LadderView;

/// For QAccessible::installFactory(); answers for LadderView only.
QAccessibleInterface* ladderAccessibleFactory(const QString& className, QObject* object);

/// Drops the items handed out: the view goes on to another connection. Nothing to do unless a reader is listening.
void forgetAccessibleRows(LadderView& view);

} // namespace synscope::ui
