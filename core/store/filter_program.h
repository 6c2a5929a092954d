// SPDX-License-Identifier: Apache-2.0
//
// What a filter expression compiles into: nodes in one array and tests with their values already parsed.
// Private to the filter: filter_parser.cpp makes it, filter.cpp runs it, filter_fields.cpp names its fields.
#pragma once

#include "core/base/result.h"
#include "core/store/filter.h"
#include "core/tcp/state.h"
#include "core/wire/ip_address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synscope {

/// What a test looks at.
enum class FilterSubject : std::uint8_t {
    Address,
    Port,
    State,
    Possible,  ///< a state the packets leave possible
    Ambiguous, ///< sides for which they leave more than one
    StateAge,  ///< how long a side has been in one of `states`
    Age,       ///< how long the worst of the two present states has lasted
    Lifetime,  ///< first to last packet
    Packets,
    Bytes,
    Retransmissions,
    Resets,
    Reused,
    Incarnation,
    Origin,
    Stream,
    Finding,
    FreeText, ///< one of `states`, or `text` within "addr:port" of a side
};

enum class FilterOp : std::uint8_t { Equal, NotEqual, Greater, GreaterEqual, Less, LessEqual, Contains };

/// Which endpoints a test asks; with Either one that holds is enough.
enum class FilterSides : std::uint8_t { Either, Client, Server };

/// An address, or all that share its first `prefixBits` bits, and perhaps a port.
struct AddressPattern {
    IpAddress address;
    unsigned prefixBits = 128; ///< 32 for a whole IPv4 address
    std::optional<std::uint16_t> port;
};

struct FilterTest {
    FilterSubject subject = FilterSubject::FreeText;
    FilterOp op = FilterOp::Equal;
    FilterSides sides = FilterSides::Either;
    StateSet states;
    std::int64_t number = 0; ///< count, port, flag or nanoseconds
    AddressPattern address;
    std::string text; ///< in lower case
};

struct FilterNode {
    enum class Kind : std::uint8_t { Test, Not, And, Or };
    Kind kind = Kind::Test;
    std::uint32_t left = 0;  ///< index of a node, for Test of a test
    std::uint32_t right = 0; ///< index of a node, for And and Or
};

struct FilterProgram {
    std::vector<FilterNode> nodes;
    std::vector<FilterTest> tests;
    std::uint32_t root = 0;
};

/// How the value of a field is written.
enum class FilterValue : std::uint8_t { Address, Port, State, Time, Number, Flag, Origin, Finding };

/// A row of the table of fields.
struct FilterFieldRow {
    FilterField field;
    FilterSubject subject;
    FilterSides sides;
    FilterValue value;
};

/// The row of a field, by its name in any case; null when there is none.
[[nodiscard]] const FilterFieldRow* findFilterField(std::string_view name);
/// Up to three names that look like `name`, separated by ", "; empty when none does.
[[nodiscard]] std::string nearestFilterFields(std::string_view name);

/// A state by its name, whole: "CLOSE_WAIT", "close-wait", "estab", "syn_rcvd", "FinWait2". Empty for no state.
[[nodiscard]] std::optional<State> stateFromName(std::string_view name);
/// Every state with a name that begins so.
[[nodiscard]] StateSet statesBeginning(std::string_view prefix);
/// Every state with a name that holds this.
[[nodiscard]] StateSet statesContaining(std::string_view part);

/// "10.0.0.1", "10.0.0.0/8", "10.0.0.1:80", "[2001:db8::1]:80". Empty for anything else.
[[nodiscard]] std::optional<AddressPattern> parseAddressPattern(std::string_view text);
/// "60", "60s", "1.5h", "1h30m", "250ms"; a bare number means seconds. Empty for anything else.
[[nodiscard]] std::optional<Duration> parseFilterDuration(std::string_view text);
/// "12", "10k", "3M", "1G" (thousands). Empty for anything else.
[[nodiscard]] std::optional<std::int64_t> parseFilterNumber(std::string_view text);

/// The compiled expression; null for blank text.
[[nodiscard]] Result<std::shared_ptr<const FilterProgram>> compileFilter(std::string_view text);

/// The text in lower case (ASCII).
[[nodiscard]] std::string lowerCase(std::string_view text);

} // namespace synscope
