// SPDX-License-Identifier: Apache-2.0
//
// The words of the state machine: states of RFC 9293 (section 3.3.2), sides, and why a transition is believed.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace synscope {

enum class State : std::uint8_t {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
    Unknown, ///< only before an endpoint met mid-stream has shown itself; "from": null in output
};
inline constexpr std::size_t kStateCount = 12;

/// Every state an endpoint may be in. One member: certain. More: the packets seen do not decide between them.
class StateSet {
public:
    constexpr StateSet() = default;
    constexpr StateSet(std::initializer_list<State> states) { // NOLINT(google-explicit-constructor): a literal
        for (const State state : states)
            add(state);
    }

    constexpr void add(State state) { m_bits |= bitOf(state); }
    constexpr void remove(State state) { m_bits &= static_cast<std::uint16_t>(~bitOf(state)); }
    [[nodiscard]] constexpr bool has(State state) const { return (m_bits & bitOf(state)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return m_bits == 0; }
    [[nodiscard]] constexpr bool isCertain() const { return (m_bits & (m_bits - 1)) == 0; }
    [[nodiscard]] constexpr int size() const { return std::popcount(m_bits); }
    [[nodiscard]] constexpr StateSet both(StateSet other) const { return fromBits(m_bits & other.m_bits); }
    [[nodiscard]] constexpr StateSet either(StateSet other) const { return fromBits(m_bits | other.m_bits); }
    [[nodiscard]] constexpr std::uint16_t bits() const { return m_bits; }
    friend constexpr bool operator==(StateSet, StateSet) = default;

private:
    static constexpr std::uint16_t bitOf(State state) {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(state));
    }
    static constexpr StateSet fromBits(unsigned bits) {
        StateSet set;
        set.m_bits = static_cast<std::uint16_t>(bits);
        return set;
    }
    std::uint16_t m_bits = 0;
};

/// "SYN_SENT" as in RFC 9293 with underscores; "UNKNOWN" for Unknown.
[[nodiscard]] std::string_view toText(State state);
/// As `ss` and the window's chips print it: "ESTAB", "SYN_RCVD", otherwise as toText.
[[nodiscard]] std::string_view toShortText(State state);

/// "ESTABLISHED or CLOSE_WAIT": `best` first, then the others in the order of their names above.
[[nodiscard]] std::string toText(State best, StateSet possible);

/// The two ends of a connection. Initiator: sent the opening SYN; where no opening was seen, sent the first packet
/// seen.
enum class Side : std::uint8_t { Initiator = 0, Responder = 1 };

[[nodiscard]] constexpr Side other(Side side) {
    return side == Side::Initiator ? Side::Responder : Side::Initiator;
}

/// Why a transition is believed.
enum class Basis : std::uint8_t {
    Sent,     ///< this endpoint sent the packet: certain
    Received, ///< its peer sent the packet, taken as delivered
    Proven,   ///< a later packet of this endpoint proves it
    Timer,    ///< 2MSL ran out on the capture's clock; no packet
    Kernel,   ///< the socket table says so
};

/// "sent", "received", "proven", "timer", "kernel".
[[nodiscard]] std::string_view toText(Basis basis);

/// How a connection came to be known.
enum class Origin : std::uint8_t { Handshake, Midstream, SocketTable };

/// "handshake", "midstream", "socket-table".
[[nodiscard]] std::string_view toText(Origin origin);

} // namespace synscope
