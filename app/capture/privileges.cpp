// SPDX-License-Identifier: Apache-2.0
//
// capabilities(7), prctl(2) and credentials(7). The C library has no capset(), so the kernel is called itself.
#include "app/capture/privileges.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace synscope::helper {
namespace {

using CapabilitySets = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;
constexpr uid_t kNobody = 65534; // the kernel's overflow user, who owns nothing

bool readCapabilities(CapabilitySets& sets) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    return ::syscall(SYS_capget, &header, sets.data()) == 0;
}

bool writeCapabilities(const CapabilitySets& sets) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    return ::syscall(SYS_capset, &header, sets.data()) == 0;
}

bool mayDropBounding() {
    CapabilitySets sets{};
    return readCapabilities(sets) && (sets[CAP_TO_INDEX(CAP_SETPCAP)].effective & CAP_TO_MASK(CAP_SETPCAP)) != 0;
}

/// The number of capabilities this kernel knows.
int capabilityCount() {
    int count = 0;
    while (::prctl(PR_CAPBSET_READ, count, 0, 0, 0) >= 0)
        ++count;
    return count;
}

void dropBounding() {
    for (int capability = capabilityCount() - 1; capability >= 0; --capability)
        (void)::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); // asked for afterwards
}

/// Root without capabilities still owns root's files. Not possible in a namespace that knows no such user, nor where
/// root was started without the right to change users.
void becomeNobody() {
    const bool isDone = ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
                        ::setresuid(kNobody, kNobody, kNobody) == 0;
    (void)isDone; // leftovers() tells
}

bool becomeRealUser() {
    const gid_t group = ::getgid();
    const uid_t user = ::getuid();
    return ::setresgid(group, group, group) == 0 && ::setresuid(user, user, user) == 0;
}

/// What the kernel says is not as it should be; empty when all is.
std::optional<std::string> leftovers(bool boundingIsDropped) {
    CapabilitySets sets{};
    if (!readCapabilities(sets))
        return "the kernel does not tell the capabilities";
    for (const __user_cap_data_struct& set : sets)
        if ((set.effective | set.permitted | set.inheritable) != 0)
            return "capabilities are left";
    for (int capability = capabilityCount() - 1; capability >= 0; --capability) {
        if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) == 1)
            return "ambient capabilities are left";
        if (boundingIsDropped && ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) != 0)
            return "capabilities are left in the bounding set";
    }
    std::array<uid_t, 3> users{};
    std::array<gid_t, 3> groups{};
    if (::getresuid(&users[0], &users[1], &users[2]) != 0 || ::getresgid(&groups[0], &groups[1], &groups[2]) != 0)
        return "the kernel does not tell the user";
    if (users[0] != users[1] || users[0] != users[2] || groups[0] != groups[1] || groups[0] != groups[2])
        return "another user or group than the real one is left";
    if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        return "new privileges are not forbidden";
    if (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
        return "other programs may read this one's memory";
    return std::nullopt;
}

std::optional<std::string> failed(const char* what) {
    return std::string(what) + ": " + std::strerror(errno);
}

} // namespace

std::optional<std::string> dropPrivileges() {
    const bool boundingGoes = mayDropBounding();
    if (boundingGoes)
        dropBounding();
    if (::getuid() == 0)
        becomeNobody();
    if (!becomeRealUser())
        return failed("the real user cannot be gone back to");
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
        return failed("ambient capabilities cannot be dropped");
    if (!writeCapabilities({}))
        return failed("capabilities cannot be dropped");
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failed("new privileges cannot be forbidden");
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return failed("other programs cannot be kept from reading this one's memory");
    return leftovers(boundingGoes);
}

} // namespace synscope::helper
