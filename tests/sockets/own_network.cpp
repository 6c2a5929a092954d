// SPDX-License-Identifier: Apache-2.0
#include "tests/sockets/own_network.h"

#include "core/sockets/linux/descriptor.h"

#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace synscope::test {

std::string enterOwnNetwork() {
    if (::unshare(CLONE_NEWNET) != 0)
        return std::string("no network namespace: ") + std::strerror(errno);
    const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq loopback{};
    std::strcpy(loopback.ifr_name, "lo");
    loopback.ifr_flags = IFF_UP;
    return ::ioctl(socket.get(), SIOCSIFFLAGS, &loopback) == 0 ? std::string() : std::strerror(errno);
}

} // namespace synscope::test
