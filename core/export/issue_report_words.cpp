// SPDX-License-Identifier: Apache-2.0
#include "core/export/issue_report_words.h"

#include "core/diagram/ladder_text.h"
#include "core/export/escape.h"

#include <algorithm>

namespace synscope {

std::string issueDate(Timestamp time) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    const auto twoDigits = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(static_cast<int>(date.year())) + "-" + twoDigits(static_cast<unsigned>(date.month())) + "-" +
           twoDigits(static_cast<unsigned>(date.day())) + " " + clockText(time) + " UTC";
}

std::string issueCode(const std::string& text) {
    std::string clean = cleanText(text);
    std::replace(clean.begin(), clean.end(), '`', '\'');
    return "`" + clean + "`";
}

} // namespace synscope
