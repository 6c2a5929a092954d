// SPDX-License-Identifier: Apache-2.0
//
// What `synscope-capture --list` says of interfaces, and `--check-filter` of filters, read from its JSON.
#pragma once

#include "core/store/live_capture.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace synscope::ui {

struct InterfaceChoice {
    QString name;
    QString description;
    QStringList addresses;
    bool isUp = false;
    bool isRunning = false;
    bool isLoopback = false;
    std::optional<CaptureTrouble> obstacle; ///< why it may not be captured from
};

/// In the order listed; empty when it is no such list.
[[nodiscard]] std::vector<InterfaceChoice> parseInterfaces(const std::string& json);

/// What is wrong with the filter that was checked; empty when nothing is, or when the answer is none.
[[nodiscard]] QString parseFilterFault(const std::string& json);

} // namespace synscope::ui
