// SPDX-License-Identifier: Apache-2.0
//
// Simplified Chinese for the words that every part uses: sides of a connection. Terms as textbooks have them.
#include "core/base/phrases.h"

namespace synscope {
namespace {

constexpr Phrase kPhrases[] = {
    {"the client", "客户端"},
    {"the server", "服务器"},
    {"the first sender", "先发送的一方"},
    {"the other side", "另一方"},
    {"client", "客户端"},
    {"server", "服务器"},
    {"first seen sending", "先被看到发送"},
    {"other side", "另一方"},
};

} // namespace

std::span<const Phrase> chineseCommonPhrases() {
    return kPhrases;
}

} // namespace synscope
