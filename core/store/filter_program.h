// SPDX-License-Identifier: Apache-2.0
//
// What a filter expression compiles into: nodes in one array and tests with their values already parsed.
// Private to the filter: filter_parser.cpp and filter_values.cpp make it, filter.cpp runs it, filter_fields.cpp
// names its fields.
#pragma once

#include "core/store/filter.h"
#include "core/store/text_pattern.h"
#include "core/tcp/state.h"
#include "core/wire/ip_address.h"

#include <cstdint>
#include <memory>
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
    Ever,      ///< a state that a side has been in
    Ambiguous, ///< sides for which they leave more than one
    StateAge,  ///< how long a side has been in one of `states`
    Age,       ///< how long the worst of the two present states has lasted
    Lifetime,  ///< first to last packet
    Start,     ///< time of the first packet
    End,       ///< time of the last packet
    Packets,
    Bytes,
    Syns,
    Fins,
    Resets,
    Retransmissions,
    OutOfOrder,
    DuplicateAcks,
    ZeroWindows,
    KeepAlives,
    LostSegments,
    StaleSegments,
    Anomalies, ///< all the rare counters together
    WasReset,
    Refused,
    Reused,
    Incarnation,
    Stream,
    Frame,        ///< a packet of the connection, by number
    Origin,       ///< bit of `choices` by Origin
    ClosedFirst,  ///< bit of `choices` by ConnectionRow::closedFirst
    SegmentFlags, ///< bits of `choices` as in filterChoices
    Finding,      ///< bits of `choices` as in detectors()
    Process,      ///< `text` or `pattern` about who holds a side
    ProcessId,
    FreeText, ///< one of `states`, or `text` within "addr:port" of a side
};

/// NotEqual is only written: the test it makes is Equal, and negated.
enum class FilterOp : std::uint8_t {
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Contains,
    Matches,
    Within, ///< from `number` to `upper`, both included
};

/// Which endpoints a test asks. With Either, one that holds is enough, and counts are added up.
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
    bool isNegated = false;   ///< holds where the rest does not
    bool isTimeOfDay = false; ///< `number` and `upper` count from midnight
    bool isInAddress = false; ///< `text` can only be part of an address, not of its port
    StateSet states;
    std::int64_t number = 0;   ///< count, port, flag or nanoseconds
    std::int64_t upper = 0;    ///< of Within
    std::uint64_t choices = 0; ///< bits of the words that were meant
    AddressPattern address;
    std::string text;                           ///< in lower case
    std::shared_ptr<const TextPattern> pattern; ///< of Matches; of Contains where that is faster than `text`
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
enum class FilterValue : std::uint8_t {
    Address,
    Port,
    State,
    Time,   ///< a length of time
    Moment, ///< a date, a time of day or both
    Number,
    Count, ///< a number; the field alone asks for more than 0
    Flag,
    Choice,   ///< one of filterChoices()
    Severity, ///< one of three, in order
    Text,     ///< anything
};

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
/// Up to three of `words` that look like `word`, nearest first.
[[nodiscard]] std::vector<std::string_view> nearestWords(std::string_view word,
                                                         const std::vector<std::string_view>& words);
/// The words for a Choice or a Severity, by bit; empty for other subjects.
[[nodiscard]] std::vector<std::string_view> filterChoices(const FilterFieldRow& row);
/// Whether the operator goes with values of this kind.
[[nodiscard]] bool isAllowed(FilterValue kind, FilterOp op);
/// "== != in ~ matches"; what goes with values of this kind.
[[nodiscard]] std::string_view allowedOperators(FilterValue kind);

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
/// "12", "10k", "1.5M", "1G" (thousands), "64Ki", "1MiB" (of 1024). Empty for anything else.
[[nodiscard]] std::optional<std::int64_t> parseFilterNumber(std::string_view text);

/// A stretch of time as long as what was written is exact: a day, a minute, a second or less of it.
struct FilterMoment {
    std::int64_t ns = 0;     ///< since the epoch, or since midnight
    std::int64_t length = 0; ///< ns
    bool isTimeOfDay = false;
};
/// "2026-11-28", "2026-11-28 17:00", "2026-11-28T17:00:05.25Z", "17:00", all UTC. Empty for anything else.
[[nodiscard]] std::optional<FilterMoment> parseFilterMoment(std::string_view text);

/// The compiled expression; null for blank text.
[[nodiscard]] Result<std::shared_ptr<const FilterProgram>> compileFilter(std::string_view text);

/// The text in lower case (ASCII).
[[nodiscard]] std::string lowerCase(std::string_view text);

} // namespace synscope
