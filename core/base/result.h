// SPDX-License-Identifier: Apache-2.0
//
// A value, or the reason there is none. Errors are values at the edges (files, arguments); per-packet
// trouble is counted, never an Error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace synscope {

/// What failed, to what, and where; `message` is one sentence for people, without a final newline.
struct Error {
    std::string message;
    std::optional<std::uint64_t> byteOffset; ///< where in the input, when it is about a place
    std::optional<std::uint64_t> packet;     ///< the packet number (from 1) at which it happened
    std::string_view english = {};           ///< the template of `message`, for messageIn(); empty: it has none
    std::vector<std::string> arguments = {}; ///< of the template
};

/// Holds either a T or an Error. Ask hasValue() first; value() and error() are unchecked otherwise.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool hasValue() const { return m_content.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    T& value() & { return *std::get_if<0>(&m_content); }
    const T& value() const& { return *std::get_if<0>(&m_content); }
    T&& value() && { return std::move(*std::get_if<0>(&m_content)); }
    const Error& error() const { return *std::get_if<1>(&m_content); }

private:
    std::variant<T, Error> m_content;
};

} // namespace synscope
