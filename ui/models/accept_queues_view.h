// SPDX-License-Identifier: Apache-2.0
//
// The words and rows of the panel of accept queues.
#pragma once

#include "core/store/accept_queues.h"
#include "ui/models/panel_rows.h"

#include <QString>

#include <vector>

namespace synscope::ui {

/// How many listeners have connections waiting, and which queue is the fullest.
[[nodiscard]] QString acceptQueuesSentence(const AcceptQueues& queues);
/// What the kernel has dropped on all listeners; empty where it does not tell.
[[nodiscard]] QString listenDropsSentence(const AcceptQueues& queues);
/// What a full queue means; empty where none is nearly full.
[[nodiscard]] QString acceptQueuesAdvice(const AcceptQueues& queues);
[[nodiscard]] std::vector<PanelColumn> acceptQueueColumns();
[[nodiscard]] std::vector<PanelRow> acceptQueueRows(const AcceptQueues& queues);

} // namespace synscope::ui
