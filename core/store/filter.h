// SPDX-License-Identifier: Apache-2.0
//
// Which connections to show: an expression such as `close_wait > 30s and port == 443`, compiled once into a
// value and asked for each row. The command line and the window use the same.
#pragma once

#include "core/base/result.h"
#include "core/store/snapshot.h"

#include <memory>
#include <span>
#include <string_view>

namespace synscope {

struct FilterProgram;

/// A field that may stand left of an operator, for completion and help.
struct FilterField {
    std::string_view name;        ///< "client.port"
    std::string_view description; ///< one phrase
};

/// A compiled expression; copies share it. Immutable, safe in any thread.
class Filter {
public:
    /// Lets everything through.
    Filter() = default;

    /// Terms side by side or with && (and), || (or), ! (not) and parentheses; && binds closer than ||.
    /// A term is `field op value` with == = : != > >= < <=, ~ or contains, matches (a regular expression), the words
    /// eq ne gt ge lt le, or `in {a, b, 80..90}`; a state's name, alone or compared with how long the state has lasted
    /// (`close_wait > 30s`); `ever(STATE)`; a flag or count alone; or a bare address, network, port or part of
    /// "addr:port". Fields about either side hold when one side does; != then means that neither side equals.
    /// Blank text gives an empty filter. On failure Error::byteOffset is the place in `text`.
    /// The whole language: docs/filters.md.
    [[nodiscard]] static Result<Filter> parse(std::string_view text);

    /// Cost: the row for most terms; addresses as text and findings cost more.
    [[nodiscard]] bool matches(const Snapshot& snapshot, ConnectionId id) const;
    [[nodiscard]] bool empty() const { return m_program == nullptr; }
    /// Its outermost join is an "or": it needs parentheses before something is and-ed to it.
    [[nodiscard]] bool isDisjunction() const;

private:
    explicit Filter(std::shared_ptr<const FilterProgram> program) : m_program(std::move(program)) {}

    std::shared_ptr<const FilterProgram> m_program; ///< null lets everything through
};

/// Every field, in the order to show them; names other tools use (ip.addr) at the end.
[[nodiscard]] std::span<const FilterField> filterFields();

} // namespace synscope
