// SPDX-License-Identifier: Apache-2.0
//
// Writes JSON (RFC 8259) onto the end of a string, one line, no spaces. It knows commas and escaping, not
// schemas; numbers never depend on the locale. Calls must nest as JSON does: that is not checked.
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace synscope {

/// Appends a decimal integer.
void appendNumber(std::string& out, std::uint64_t value);
/// Appends seconds with `decimals` (0 to 9) digits after the point, cut, not rounded: "1700000000.000000000".
void appendSeconds(std::string& out, std::int64_t nanoseconds, int decimals = 9);

class JsonWriter {
public:
    /// Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out) : m_out(out) {}

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }

    /// The next value belongs to `name`, which is written as it is: a literal that needs no escaping.
    JsonWriter& key(std::string_view name);

    /// Any bytes; what is not UTF-8 becomes U+FFFD.
    void string(std::string_view text);
    /// Text known to need no escaping: names of states, addresses.
    void plain(std::string_view text);
    void number(std::uint64_t value);
    void boolean(bool value);
    void null();
    /// Seconds since the epoch with nine decimals.
    void time(Timestamp value) { seconds(value.time_since_epoch()); }
    /// Seconds with nine decimals.
    void seconds(Duration value);
    /// The number, or null for kNoPacket.
    void packet(PacketNumber value);

private:
    void separate() {
        if (m_needsComma)
            m_out.push_back(',');
        m_needsComma = true;
    }
    void open(char bracket);
    void close(char bracket);

    std::string& m_out;
    bool m_needsComma = false;
};

} // namespace synscope
