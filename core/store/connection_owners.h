// SPDX-License-Identifier: Apache-2.0
//
// Which processes the ends of connections belong to: gathered from the socket table while a live capture runs, or read
// from the comments of a saved one. Kept after the socket is closed, for as long as its connection is. One writer;
// views are immutable and may be read in any thread.
#pragma once

#include "core/base/ids.h"
#include "core/base/paged_rows.h"
#include "core/tcp/state.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace synscope {

struct SocketOwner {
    struct Holder {
        std::int32_t pid = 0;
        std::string name;
        // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
        friend auto operator<=>(const Holder&, const Holder&) = default;
    };
    std::int32_t pid = 0;     ///< 0: only the user is known, for the process may not be read
    std::string name;         ///< as the kernel keeps it: at most 15 bytes
    std::string commandLine;  ///< empty where it is not known: it is not saved
    std::string userName;     ///< a number where the system knows no name; empty where it is not known
    std::string confinement;  ///< "docker 0123456789ab", "nginx.service"; empty: none, or not known
    std::vector<Holder> also; ///< who holds the same socket, younger than this one: fork() shares descriptors

    [[nodiscard]] bool isKnown() const { return pid != 0; }
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer
    friend auto operator<=>(const SocketOwner&, const SocketOwner&) = default;
};

class ConnectionOwners {
public:
    /// Both sides of a connection.
    using Ends = std::array<std::shared_ptr<const SocketOwner>, 2>;

    class View {
    public:
        /// Null where nothing is known.
        [[nodiscard]] const SocketOwner* of(ConnectionId id, Side side) const {
            return indexOf(id) < m_rows.size() ? m_rows[indexOf(id)][static_cast<std::size_t>(side)].get() : nullptr;
        }
        /// The same, to keep.
        [[nodiscard]] std::shared_ptr<const SocketOwner> shared(ConnectionId id, Side side) const {
            return indexOf(id) < m_rows.size() ? m_rows[indexOf(id)][static_cast<std::size_t>(side)] : nullptr;
        }
        /// Nothing is known of any connection.
        [[nodiscard]] bool empty() const { return m_rows.size() == 0; }

    private:
        friend class ConnectionOwners;
        PagedRows<Ends>::View m_rows;
    };

    /// Who held the end first stays, but a process is better than a user alone. False where nothing changed.
    bool note(ConnectionId id, Side side, const SocketOwner& owner);
    /// As FlowTable::letGo has: connections before `from` went but for those in `kept`. Owners that no other connection
    /// has go with them.
    void letGoBefore(std::size_t from, const KeptNumbers& kept);
    /// Cost: one pointer a page.
    [[nodiscard]] View publish();
    [[nodiscard]] std::size_t bytes() const { return m_rows.bytes(); }

private:
    using OwnerPtr = std::shared_ptr<const SocketOwner>;
    [[nodiscard]] OwnerPtr shared(const SocketOwner& owner);
    void growTo(std::size_t size);

    PagedRows<Ends> m_rows; ///< up to the last connection of which something is known
    std::map<SocketOwner, std::weak_ptr<const SocketOwner>> m_owners; ///< each once: a server has many connections
};

/// "nginx[1234]"; empty where no process is known.
[[nodiscard]] std::string toText(const SocketOwner* owner);

} // namespace synscope
