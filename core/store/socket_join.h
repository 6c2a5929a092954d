// SPDX-License-Identifier: Apache-2.0
//
// A live capture joined with the machine's sockets, by 4-tuple: which process holds which end of a connection, which
// sockets had no packet since the capture began, and where the kernel's state and the reconstructed one stay apart.
// Pure; one thread at a time.
#pragma once

#include "core/store/machine_sockets.h"
#include "core/store/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace synscope {

/// What the packets say of a socket of the table.
struct JoinedSocket {
    ConnectionId connection = kNoConnection; ///< the latest of its 4-tuple; none: newer than what was read
    Side side = Side::Initiator;             ///< the socket's own
    State packetsSay = State::Unknown;       ///< the likeliest
    bool isUndecided = false;                ///< they leave other states possible, too
    bool hasPackets = false;                 ///< else all that is known of `connection` is what the table told
    bool isApart = false; ///< the kernel's state is none the packets leave possible, for two readings without a packet

    [[nodiscard]] Origin origin(const Snapshot& snapshot) const {
        return connection == kNoConnection ? Origin::SocketTable : static_cast<Origin>(snapshot.row(connection).origin);
    }
};

class SocketJoin {
public:
    /// Readings of one watch and snapshots of one capture, in their order. Cost: the reading, and the new rows.
    void add(const MachineReading& reading, const Snapshot& snapshot);

    /// One for each socket of the latest reading.
    [[nodiscard]] const std::vector<JoinedSocket>& sockets() const { return m_joined; }
    [[nodiscard]] std::uint64_t apart() const;
    /// The latest of the 4-tuple; kNoConnection where no snapshot had one.
    [[nodiscard]] ConnectionId connectionOf(const SocketAddress& local, const SocketAddress& peer) const;
    /// Who held this end first, as far as it was seen; also after the socket is gone. Null: not known.
    [[nodiscard]] const MachineProcess* processOf(const SocketAddress& local, const SocketAddress& peer) const;

private:
    struct Ends {
        SocketAddress local;
        SocketAddress peer;
        friend bool operator==(const Ends&, const Ends&) = default;
    };
    struct HashOfEnds {
        std::size_t operator()(const Ends& ends) const;
    };
    struct Binding {
        std::uint64_t inode = 0;
        const MachineProcess* process = nullptr; ///< in m_processes
    };
    struct Place {
        ConnectionId connection = kNoConnection;
        Side side = Side::Initiator;
    };
    /// Of a socket whose state was none the packets leave possible.
    struct Doubt {
        State kernelSays = State::Unknown;
        Timestamp lastPacket{};
    };

    void addRows(const Snapshot& snapshot);
    void bind(const MachineReading& reading, const MachineSocket& socket);
    [[nodiscard]] JoinedSocket join(const MachineSocket& socket, const Snapshot& snapshot,
                                    std::unordered_map<Ends, Doubt, HashOfEnds>& doubts) const;
    const MachineProcess* keep(const MachineProcess& process);
    void forgetBindings(const MachineReading& reading);

    static constexpr std::size_t kLeastBindings = 65536; ///< before any are forgotten
    std::size_t m_mostBindings = kLeastBindings;
    std::size_t m_letGo = 0;                              ///< connections, at the snapshot before
    ConnectionId m_next{0};                               ///< the first that has not been seen
    std::unordered_map<Ends, Place, HashOfEnds> m_places; ///< both ends of each connection, the latest of a 4-tuple
    std::unordered_map<Ends, Binding, HashOfEnds> m_bindings;
    std::map<std::pair<std::int32_t, std::string>, MachineProcess> m_processes; ///< by number and name
    std::unordered_map<Ends, Doubt, HashOfEnds> m_doubts;                       ///< of the reading before
    std::vector<JoinedSocket> m_joined;
};

/// "The kernel says CLOSE_WAIT, the packets say ESTABLISHED: packets were missed."
[[nodiscard]] std::string apartSentence(State kernelSays, State packetsSay);

} // namespace synscope
