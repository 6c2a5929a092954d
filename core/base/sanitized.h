// SPDX-License-Identifier: Apache-2.0
//
// Whether the program watches its own memory or threads: such a program has other needs than the one that people get.
#pragma once

namespace synscope {

// g++ defines macros, clang answers a question.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kIsSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kIsSanitized = false;
#endif

} // namespace synscope
