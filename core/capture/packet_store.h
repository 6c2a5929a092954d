// SPDX-License-Identifier: Apache-2.0
//
// Where packets are found again: the capture file itself, or the spool. Shared by all copies of a
// FetchPacket and independent of the source it came from. Any thread.
#pragma once

#include "core/base/result.h"
#include "core/capture/byte_stream.h"
#include "core/wire/packet.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace synscope {

class PacketStore {
public:
    /// Make it before packets are read: it remembers how the file began, to notice when somebody rewrites it.
    explicit PacketStore(const ByteStream& stream);

    /// The error for a packet that is not where it was.
    [[nodiscard]] Error changed(std::uint64_t position) const;

    /// The bytes from one position on, read as far as they are asked for.
    class Loan {
    public:
        Loan(const PacketStore& store, std::uint64_t position, FetchBuffer& buffer)
            : m_store(store), m_position(position), m_buffer(buffer) {}

        /// Afterwards data() has so many bytes; or the reason why not.
        [[nodiscard]] std::optional<Error> need(std::size_t bytes);
        /// From the position on, as many as were needed and perhaps more; valid until need() is called again.
        [[nodiscard]] std::span<const std::byte> data() const {
            return std::span<const std::byte>(m_buffer.bytes)
                .subspan(m_position - m_buffer.position, m_buffer.position + m_buffer.count - m_position);
        }

    private:
        [[nodiscard]] bool isThere(std::size_t bytes) const;
        [[nodiscard]] bool isNext() const;

        const PacketStore& m_store;
        std::uint64_t m_position;
        FetchBuffer& m_buffer;
    };

private:
    struct State;
    [[nodiscard]] std::string title() const;
    [[nodiscard]] Error shorter(std::uint64_t position) const;
    [[nodiscard]] Error unreadable(int errorNumber, std::uint64_t position) const;
    /// The error for a packet of a file that is not what it was.
    [[nodiscard]] std::optional<Error> rewritten(std::uint64_t position) const;

    std::shared_ptr<State> m_state;
};

} // namespace synscope
