// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for what is wrong with a filter.
#include "core/base/phrases.h"

namespace synscope {
namespace {

constexpr Phrase kPhrases[] = {
    {"there is no field '{0}'; fields are such as state, age, ip, port, finding",
     "没有字段“{0}”；字段有 state、age、ip、port、finding 等"},
    {"there is no field '{0}'; did you mean {1}?", "没有字段“{0}”；是不是 {1}？"},
    {"'{0}' is no state, address, port or field", "“{0}”不是状态、地址、端口或字段"},
    {"'{0}' is no state, address, port or field; did you mean the field {1}?",
     "“{0}”不是状态、地址、端口或字段；是不是字段 {1}？"},
    {"the filter is longer than 100000 characters", "过滤器超过 100000 个字符"},
    {"this ')' closes nothing", "这个“)”没有对应的“(”"},
    {"one '|' means nothing; or is '||'", "单个“|”没有意义；“或者”写作“||”"},
    {"one '&' means nothing; and is '&&'", "单个“&”没有意义；“并且”写作“&&”"},
    {"'{0}' means nothing here", "“{0}”在这里没有意义"},
    {"the filter is nested too deeply", "过滤器的括号嵌套太深"},
    {"this '(' is not closed", "这个“(”没有闭合"},
    {"the filter has more than 1000 terms", "过滤器超过 1000 个条件"},
    {"a term is missing here", "这里缺少一个条件"},
    {"a set is missing here: {80, 443} or {8000..8999}", "这里缺少一个集合：{80, 443} 或 {8000..8999}"},
    {"this '{0}' is not closed", "这个“{0}”没有闭合"},
    {"the end of the range is missing here", "这里缺少范围的终点"},
    {"a value for '{0}' is missing here", "这里缺少“{0}”的值"},
    {"'{0}' can be compared with {1} only", "“{0}”只能用 {1} 比较"},
    {"the quotation that begins here does not end", "从这里开始的引号没有结束"},
    {"in the pattern: {0}", "正则表达式中：{0}"},
    {"'{0}' is no address, network (10.0.0.0/8) or address with a port (10.0.0.1:80)",
     "“{0}”不是地址、网段（10.0.0.0/8）或带端口的地址（10.0.0.1:80）"},
    {"'{0}' is no port from 0 to 65535", "“{0}”不是 0 到 65535 之间的端口"},
    {"'{0}' is no TCP state; states are named as in CLOSE_WAIT, ESTAB, FIN_WAIT_2",
     "“{0}”不是 TCP 状态；状态写作 CLOSE_WAIT、ESTAB、FIN_WAIT_2 等"},
    {"'{0}' is no length of time such as 30s, 5m, 1h30m or 250ms", "“{0}”不是时长，时长写作 30s、5m、1h30m 或 250ms"},
    {"'{0}' is no time such as \"2026-11-28 17:00\", 2026-11-28 or 17:00:05 (UTC)",
     "“{0}”不是时刻，时刻写作 \"2026-11-28 17:00\"、2026-11-28 或 17:00:05（UTC）"},
    {"'{0}' is no number such as 12, 10k, 1.5M or 64KiB", "“{0}”不是数，数写作 12、10k、1.5M 或 64KiB"},
    {"'{0}' is no truth value: true or false", "“{0}”不是真假值：true 或 false"},
    {"'{0}' is no value of '{1}'; did you mean {2}?", "“{0}”不是“{1}”的值；是不是 {2}？"},
    {"'{0}' is no value of '{1}'; there are {2}", "“{0}”不是“{1}”的值；可用的有 {2}"},
    {"values of '{0}' have no order: a range means nothing", "“{0}”的值没有大小之分，范围没有意义"},
    {"this range ends before it begins", "这个范围的终点在起点之前"},
    {"'{0}' needs an operator and a value", "“{0}”需要一个运算符和一个值"},
    {"the pattern is too long", "正则表达式太长"},
    {"the pattern is nested too deeply", "正则表达式的括号嵌套太深"},
    {"a character is missing after this '\\'", "这个“\\”之后缺少一个字符"},
    {"there is nothing to repeat here", "这里没有可重复的内容"},
    {"repetition with { } is not known; write \\{ for the character", "不支持用 { } 表示重复；要写这个字符请用 \\{"},
    {"this '[' is not closed", "这个“[”没有闭合"},
};

} // namespace

std::span<const Phrase> chineseErrorPhrases() {
    return kPhrases;
}

} // namespace synscope
